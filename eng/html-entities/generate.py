"""Writes src/MLNetTransfer.Modeling/Tokenization/Fastai/HtmlEntityData.cs: HTML5's named characters, and what its numeric references to control characters mean, from Python's own tables.

    python generate.py > PATH/TO/src/MLNetTransfer.Modeling/Tokenization/Fastai/HtmlEntityData.cs
"""
import html
import html.entities


def lines(text):
    quoted = "".join(c if " " <= c <= "~" and c not in '"\\' else "\\" + c if c in '"\\' else "".join(f"\\u{u:04X}" for u in units(c)) for c in text)
    parts = []
    while quoted:
        cut = min(len(quoted), 150)
        while cut < len(quoted) and "\\" in quoted[max(0, cut - 6):cut]:
            cut -= 1
        parts.append(quoted[:cut])
        quoted = quoted[cut:]
    return " +\n".join(f'        "{p}"' for p in parts)


def units(c):
    b = c.encode("utf-16-be")
    return [b[i] << 8 | b[i + 1] for i in range(0, len(b), 2)]


entities = " ".join(f"{name} {value}" for name, value in sorted(html.entities.html5.items()) if " " not in value)
assert all(not set(n) & set(" \t") for n in html.entities.html5) and all(" " not in v for v in html.entities.html5.values())
references = " ".join(f"{number} {value}" for number, value in sorted(html._invalid_charrefs.items()) if number)
print(f"""// Made by eng/html-entities/generate.py; not to be edited by hand.
namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary>HTML5's character references: names or numbers, each followed by what it means, with blanks between.</summary>
internal static class HtmlEntityData
{{
    /// <summary>The names, with the semicolon where they need it.</summary>
    public const string Names =
{lines(entities)};

    /// <summary>Numbers that do not mean the character of that number.</summary>
    public const string Numbers =
{lines(references)};
}}""")
