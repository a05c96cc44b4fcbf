using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Sctp.Cli.Conformance;

/// <summary>Reads from a test assembly which tests name which requirements. The assembly is not loaded: only its tables are read.</summary>
internal static class TestAssembly
{
    private const string RequirementAttribute = "RequirementAttribute";
    private const ushort Prolog = 1;

    /// <summary>The names of attributes that make a method a test end so.</summary>
    private static readonly string[] TestAttributes = ["FactAttribute", "TheoryAttribute", "PropertyAttribute"];

    /// <param name="path">The assembly.</param>
    /// <param name="citations">Gets what is cited.</param>
    /// <param name="problems">Gets what cites, but is no test.</param>
    /// <exception cref="InvalidDataException">It is no assembly.</exception>
    public static void Read(string path, List<Citation> citations, List<string> problems)
    {
        try
        {
            ReadImage(path, citations, problems);
        }
        catch (BadImageFormatException e)
        {
            throw new InvalidDataException($"{path} is no assembly: {e.Message}", e);
        }
    }

    private static void ReadImage(string path, List<Citation> citations, List<string> problems)
    {
        using FileStream stream = File.OpenRead(path);
        using var image = new PEReader(stream);
        MetadataReader metadata = image.GetMetadataReader();
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            TypeDefinition type = metadata.GetTypeDefinition(handle);
            string? name = null;
            if (Ids(metadata, type.GetCustomAttributes(), out _) is { Count: > 0 } ofClass)
            {
                name = NameOf(metadata, type);
                Add(citations, ofClass, name);
            }

            foreach (MethodDefinitionHandle methodHandle in type.GetMethods())
            {
                MethodDefinition method = metadata.GetMethodDefinition(methodHandle);
                if (Ids(metadata, method.GetCustomAttributes(), out bool isTest) is { Count: > 0 } ofMethod)
                {
                    name ??= NameOf(metadata, type);
                    string where = name + "." + metadata.GetString(method.Name);
                    if (isTest)
                    {
                        Add(citations, ofMethod, where);
                    }
                    else
                    {
                        problems.Add($"{where} names requirements, but is no test");
                    }
                }
            }
        }
    }

    private static void Add(List<Citation> citations, List<string> ids, string where)
    {
        foreach (string id in ids)
        {
            citations.Add(new Citation(id, where));
        }
    }

    private static List<string>? Ids(MetadataReader metadata, CustomAttributeHandleCollection attributes, out bool isTest)
    {
        List<string>? ids = null;
        isTest = false;
        foreach (CustomAttributeHandle handle in attributes)
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            string type = AttributeName(metadata, attribute);
            isTest |= Array.Exists(TestAttributes, ending => type.EndsWith(ending, StringComparison.Ordinal));
            if (type == RequirementAttribute)
            {
                ReadIds(metadata.GetBlobReader(attribute.Value), ids ??= []);
            }
        }

        return ids;
    }

    /// <summary>The one argument of the attribute is an array of strings (ECMA-335, II.23.3).</summary>
    private static void ReadIds(BlobReader value, List<string> ids)
    {
        if (value.ReadUInt16() != Prolog)
        {
            return;
        }

        for (int left = value.ReadInt32(); left > 0; left--)
        {
            if (value.ReadSerializedString() is { } id)
            {
                ids.Add(id);
            }
        }
    }

    private static string AttributeName(MetadataReader metadata, CustomAttribute attribute)
    {
        EntityHandle type = attribute.Constructor.Kind == HandleKind.MemberReference
            ? metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
            : metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType();
        return type.Kind switch
        {
            HandleKind.TypeReference => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name),
            HandleKind.TypeDefinition => metadata.GetString(metadata.GetTypeDefinition((TypeDefinitionHandle)type).Name),
            _ => "",
        };
    }

    /// <summary>The name as test results write it: nested types behind a plus.</summary>
    private static string NameOf(MetadataReader metadata, TypeDefinition type)
    {
        string name = metadata.GetString(type.Name);
        if (!type.GetDeclaringType().IsNil)
        {
            return NameOf(metadata, metadata.GetTypeDefinition(type.GetDeclaringType())) + "+" + name;
        }

        string space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }
}
