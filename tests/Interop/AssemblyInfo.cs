// usrsctp keeps its state in the process: there is one of it, and one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
