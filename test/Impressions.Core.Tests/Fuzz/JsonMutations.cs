using System.Globalization;
using System.Text;

namespace Impressions.Core.Tests.Fuzz;

/// <summary>Changes JSON as other trackers, other versions and attackers do. What comes out is still JSON.</summary>
sealed class JsonMutations(Random random, MadeEvents made)
{
    static readonly string[] Scalars =
    [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1e5",
        "1.50",
        "-1E+400",
        "48538191331628997123456789012345678901234567890",
        "\"\"",
        "\" \"",
        "\"null\"",
        "\"undefined\"",
        "\"\\ud83d\"",
        "\"\\ude00\\ud83d\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\\u0041\"",
        "\"\\u0000\"",
        "\"[\\\"a\\\",1]\"",
        "\"dataset\"",
        "\"callback\"",
        "\"recommendation-impression\"",
        "[]",
        "{}",
        "[[]]",
        "{\"id\":\"a\"}",
        "[null,\"b\"]",
    ];

    static readonly string[] Names =
    [
        "schema",
        "data",
        "id",
        "attributes",
        "value",
        "element_name",
        "parent_name",
        "itemId",
        "userId",
        "\\u0069d",
        "\\ud83d",
        "sch\\u0065ma",
        "",
    ];

    static readonly string[] Versions =
    [
        "1-0-0",
        "1-0-9",
        "1-12-0",
        "2-0-0",
        "0-0-0",
        "10-0-0",
        "1",
        "1-",
        "01-0-0",
        "+1-0-0",
        "-1-0-0",
        "1-0",
        "1-x",
        "1-0-0/x",
        "1_0_0",
        "",
        "99999999999-0-0",
    ];

    readonly RandomJson _json = new(random);

    public void Change(JsonTree tree)
    {
        var all = tree.All();
        var at = Any(all);
        switch (random.Next(12))
        {
            case 0:
                at.Become(JsonTree.Of(Any(Scalars)));
                break;
            case 1:
                ChangeParts(Any(all.Where(node => node.Parts.Count > 0)) ?? tree);
                break;
            case 2:
                at.Become(Any(all));
                break;
            case 3:
                Escape(Any(all.Where(node => node.IsText)));
                break;
            case 4:
                EscapeName(Any(all.Where(node => node.IsObject && node.Parts.Count > 0)));
                break;
            case 5:
                Nest(at, random.Next(8) == 0 ? random.Next(50, 70) : random.Next(1, 4));
                break;
            case 6:
                at.Become(JsonTree.Of(_json.Value(2)));
                break;
            case 7 or 8:
                ChangeSchema(
                    Any(all.Where(node => node.Scalar.StartsWith("\"iglu:", StringComparison.Ordinal)))
                );
                break;
            case 9:
                AddTo(Any(all.Where(node => node.IsObject)), Any(Names), JsonTree.Of(Any(Scalars)));
                break;
            default:
                AddTo(tree.Parts.Find(part => part.Name == "\"data\"").Value, "", JsonTree.Of(made.Entity()));
                break;
        }
    }

    /// <summary>The same members in another order; only for JSON in which no name comes twice.</summary>
    public void ShuffleMembers(JsonTree tree)
    {
        foreach (var node in tree.All().Where(node => node.IsObject))
        {
            random.Shuffle(CollectionsMarshalSpan(node));
        }
    }

    /// <summary>Two backslashes away from the same text: what it is does not change.</summary>
    public void Escape(JsonTree? text)
    {
        if (text is not null)
        {
            text.Scalar = Escaped(text.Scalar);
        }
    }

    void EscapeName(JsonTree? owner)
    {
        if (owner is null)
        {
            return;
        }

        var i = random.Next(owner.Parts.Count);
        owner.Parts[i] = (Escaped(owner.Parts[i].Name), owner.Parts[i].Value);
    }

    /// <summary>Some characters of a text by their numbers; what is escaped already stays as it is.</summary>
    string Escaped(string raw)
    {
        var escaped = new StringBuilder("\"");
        for (var i = 1; i < raw.Length - 1; i++)
        {
            if (raw[i] == '\\')
            {
                _ = escaped.Append(raw[i..(i + 2)]);
                i++;
            }
            else if (random.Next(3) == 0)
            {
                var number = ((int)raw[i]).ToString(
                    random.Next(2) == 0 ? "x4" : "X4",
                    CultureInfo.InvariantCulture
                );
                _ = escaped.Append("\\u").Append(number);
            }
            else
            {
                _ = escaped.Append(raw[i] == '/' && random.Next(2) == 0 ? "\\" : "").Append(raw[i]);
            }
        }

        return escaped.Append('"').ToString();
    }

    /// <summary>Removes, repeats, moves or renames one of the parts.</summary>
    void ChangeParts(JsonTree owner)
    {
        if (owner.Parts.Count == 0)
        {
            return;
        }

        var (from, to) = (random.Next(owner.Parts.Count), random.Next(owner.Parts.Count));
        var part = owner.Parts[from];
        switch (random.Next(5))
        {
            case 0:
                owner.Parts.RemoveAt(from);
                break;
            case 1:
                owner.Parts.Insert(to, (part.Name, part.Value.Copy()));
                break;
            case 2:
                owner.Parts.Insert(to, (part.Name, owner.Parts[to].Value.Copy()));
                break;
            case 3:
                owner.Parts[from] = (owner.IsObject ? $"\"{Any(Names)}\"" : "", part.Value);
                break;
            default:
                (owner.Parts[from], owner.Parts[to]) = (owner.Parts[to], part);
                break;
        }
    }

    static void Nest(JsonTree node, int levels)
    {
        for (; levels > 0; levels--)
        {
            var inner = node.Copy();
            (node.Scalar, node.IsObject) = ("", false);
            node.Parts.Clear();
            node.Parts.Add(("", inner));
        }
    }

    void ChangeSchema(JsonTree? schema)
    {
        if (schema is null)
        {
            return;
        }

        var slash = schema.Scalar.LastIndexOf('/');
        schema.Scalar = random.Next(4) switch
        {
            0 => $"\"{MadeEvents.SchemaOf(random)}\"",
            1 => schema.Scalar.Replace(
                "jsonschema",
                Any(["avro", "", "jsonschema/x"]),
                StringComparison.Ordinal
            ),
            _ => slash < 0 ? "\"iglu:\"" : $"{schema.Scalar[..slash]}/{Any(Versions)}\"",
        };
    }

    void AddTo(JsonTree? container, string name, JsonTree value)
    {
        if (container is { Scalar: "" })
        {
            container.Parts.Insert(
                random.Next(container.Parts.Count + 1),
                (container.IsObject ? $"\"{name}\"" : "", value)
            );
        }
    }

    T Any<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];

    JsonTree? Any(IEnumerable<JsonTree> all) => all.ToList() is { Count: > 0 } list ? Any(list) : null;

    static Span<(string, JsonTree)> CollectionsMarshalSpan(JsonTree node) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(node.Parts);
}
