#!/usr/bin/env python3
"""Makes UnicodeTables.g.cs, beside this file, from the Unicode data files.

    python3 generate.py UCD CONFUSABLES

UCD          a folder with UnicodeData.txt, CompositionExclusions.txt, CaseFolding.txt, DerivedCoreProperties.txt and
             emoji/emoji-data.txt of the Unicode Character Database (Public/VERSION/ucd at unicode.org; /usr/share/unicode after
             `apt-get install unicode-data` on Debian)
CONFUSABLES  confusables.txt of UTS #39, of the same version (Public/security/VERSION at unicode.org; source/data/unidata in the sources of
             the ICU release for that version, which Debian has as `apt-get source icu`)

Needs nothing but Python 3.9. The same files give the same output, byte for byte.
"""

import hashlib
import pathlib
import re
import sys

LAST = 0x10FFFF
# No mapping yields a surrogate or a private-use character, so a value in that range stands for a place in the pool.
POOL_FIRST, POOL_LAST = 0xD800, 0xF8FF
OTHER, LETTER, MARK, DIGIT, IGNORABLE = 0, 1, 2, 3, 4
PICTOGRAPH, MODIFIABLE = 1, 2


def fields_of(path):
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        line = line.split("#")[0].strip()
        if line:
            yield [field.strip() for field in line.split(";")]


def span(text):
    first, _, last = text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def code_points(text):
    return tuple(int(code, 16) for code in text.split())


def property_set(path, name):
    return {code for fields in fields_of(path) if fields[1] == name for code in span(fields[0])}


def version_of(path):
    head = path.read_text(encoding="utf-8-sig")[:2000]
    found = re.search(r"^# \S+?-(\d+\.\d+\.\d+)\.txt", head) or re.search(r"^# .*[Vv]ersion:? (\d+\.\d+(?:\.\d+)?)", head, re.M)
    version = found.group(1)
    return version if version.count(".") == 2 else version + ".0"


class Data:
    """What the files say, as dictionaries and sets of code points."""

    def __init__(self, ucd, confusables):
        self.category, self.combining, canonical, compatible = {}, {}, {}, {}
        first = None
        for fields in fields_of(ucd / "UnicodeData.txt"):
            code = int(fields[0], 16)
            for each in range(code if first is None else first, code + 1):
                self.category[each] = fields[2]
            first = code if fields[1].endswith("First>") else None
            if fields[3] != "0":
                self.combining[code] = int(fields[3])
            if fields[5].startswith("<"):
                compatible[code] = code_points(fields[5].split(">")[1])
            elif fields[5]:
                canonical[code] = code_points(fields[5])

        def full(code, both):
            parts = canonical.get(code) or (compatible.get(code) if both else None)
            return tuple(each for part in parts for each in full(part, both)) if parts else (code,)

        # Hangul syllables are computed, not listed.
        self.canonical = {code: full(code, False) for code in canonical}
        self.compatible = {code: full(code, True) for code in set(canonical) | set(compatible)}
        self.compatible = {code: to for code, to in self.compatible.items() if self.canonical.get(code) != to}

        excluded = {code for fields in fields_of(ucd / "CompositionExclusions.txt") for code in span(fields[0])}
        self.pairs = {
            parts: code
            for code, parts in canonical.items()
            if len(parts) == 2 and code not in excluded and code not in self.combining and parts[0] not in self.combining
        }

        self.fold = {int(f[0], 16): code_points(f[2]) for f in fields_of(ucd / "CaseFolding.txt") if f[1] in ("C", "F")}
        self.ignorable = property_set(ucd / "DerivedCoreProperties.txt", "Default_Ignorable_Code_Point")

        # A prototype is looked up after NFD and the removal of ignorable characters: what cannot come there needs no entry.
        prototypes = {int(f[0], 16): code_points(f[1]) for f in fields_of(confusables)}
        prototypes = {
            code: to
            for code, to in prototypes.items()
            if code not in self.canonical and code not in self.ignorable and not 0xAC00 <= code <= 0xD7A3
        }
        # Half of the prototypes are the prototypes of the compatibility decomposition: those only need to be marked.
        self.by_compatible = {
            code
            for code, to in prototypes.items()
            if code in self.compatible and to == tuple(each for part in self.compatible[code] for each in prototypes.get(part, (part,)))
        }
        self.prototype = {code: to for code, to in prototypes.items() if code not in self.by_compatible}

        emoji = ucd / "emoji" / "emoji-data.txt"
        pictographs = property_set(emoji, "Extended_Pictographic")
        assigned_emoji, modifiable = property_set(emoji, "Emoji"), property_set(emoji, "Emoji_Modifier_Base")
        self.emoji = {code: PICTOGRAPH for code in pictographs & assigned_emoji}
        # Room left for the emoji of later versions.
        self.emoji |= {code: MODIFIABLE for code in pictographs if code not in self.category}
        self.emoji |= {code: MODIFIABLE for code in modifiable}

        self.name = {}
        for code, category in self.category.items():
            kind = LETTER if category[0] == "L" else MARK if category[0] == "M" else DIGIT if category == "Nd" else OTHER
            if kind != OTHER:
                self.name[code] = kind
        for code in self.ignorable:
            self.name[code] = self.name.get(code, OTHER) + IGNORABLE


class Writer:
    def __init__(self):
        self.lines = []

    def array(self, kind, name, summary, values):
        self.lines += ["", f"    /// <summary>{summary}</summary>", f"    public static readonly {kind}[] {name} =", "    ["]
        line = ""
        for value in values:
            if len(line) + len(str(value)) > 170:
                self.lines.append("        " + line)
                line = ""
            line += f"{value},"
        self.lines += ["        " + line, "    ];"]

    def property(self, name, summary, values):
        """Values of ranges: where each begins, shifted left by eight, with the value that holds from there on."""
        bounds, last = [], None
        for code in range(LAST + 1):
            value = values.get(code, 0)
            if value != last:
                bounds.append(code << 8 | value)
                last = value
        self.array("int", name, summary, bounds)

    def mapping(self, name, what, mapping):
        """Runs of consecutive code points, the place of each run's first value, and the values."""
        starts, places, values, pool, known = [], [], [], [], {}
        previous = None
        for code in sorted(mapping):
            if previous is None or code != previous + 1:
                starts.append(code)
                places.append(len(values))
            previous = code
            to = mapping[code]
            if len(to) == 1 and to[0] <= 0xFFFF:
                assert not POOL_FIRST <= to[0] <= POOL_LAST
                values.append(to[0])
                continue
            if to not in known:
                units = "".join(map(chr, to)).encode("utf-16-le")
                known[to] = POOL_FIRST + len(pool)
                pool.append(len(units) // 2)
                pool += [units[i] | units[i + 1] << 8 for i in range(0, len(units), 2)]
            assert known[to] <= POOL_LAST
            values.append(known[to])
        places.append(len(values))
        self.array("int", f"{name}Starts", f"{what}: the first code point of each run.", starts)
        self.array("ushort", f"{name}Places", f"{what}: where each run's values begin, and where the last one's end.", places)
        self.array("ushort", f"{name}Values", f"{what}: a character, or from D800 to F8FF a place in the pool.", values)
        self.array("ushort", f"{name}Pool", f"{what}: a length and that many UTF-16 units.", pool)

    def pairs(self, pairs):
        firsts, places, seconds, composites = [], [], [], []
        for (first, second), composite in sorted(pairs.items()):
            if not firsts or firsts[-1] != first:
                firsts.append(first)
                places.append(len(seconds))
            seconds.append(second)
            composites.append(composite)
        places.append(len(seconds))
        self.array("int", "CompositionFirsts", "Primary composites: the first characters.", firsts)
        self.array("ushort", "CompositionPlaces", "Primary composites: where each first character's second ones begin.", places)
        self.array("int", "CompositionSeconds", "Primary composites: the second characters.", seconds)
        self.array("int", "Composites", "Primary composites: what a first and a second character make.", composites)


def main(ucd, confusables):
    sources = [ucd / name for name in ("CompositionExclusions.txt", "CaseFolding.txt", "DerivedCoreProperties.txt", "emoji/emoji-data.txt")]
    versions = {version_of(path) for path in [*sources, confusables]}
    if len(versions) != 1:
        sys.exit(f"the files are of different versions: {', '.join(sorted(versions))}")
    version = versions.pop()

    data, out = Data(ucd, confusables), Writer()
    out.property("CombiningClasses", "Canonical combining classes.", data.combining)
    out.property("NameKinds", "1 letter, 2 combining mark, 3 decimal digit; 4 more for what is ignorable by default.", data.name)
    out.property("EmojiKinds", "1 pictograph, 2 one that takes a skin tone (or is not assigned yet).", data.emoji)
    out.property("PrototypesByCompatibility", "1 where the prototype is that of the compatibility decomposition.", dict.fromkeys(data.by_compatible, 1))
    out.mapping("Canonical", "Full canonical decompositions but Hangul", data.canonical)
    out.mapping("Compatible", "Full compatibility decompositions that are not the canonical ones", data.compatible)
    out.mapping("Fold", "Full case folding (C and F)", data.fold)
    out.mapping("Prototype", "Prototypes of confusable characters", data.prototype)
    out.pairs(data.pairs)

    digests = [f"//     {hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in [ucd / "UnicodeData.txt", *sources, confusables]]
    header = [
        "// <auto-generated>",
        f"//   Made by generate.py, beside this file, from data files of Unicode {version}; not to be edited. SHA-256 of the files:",
        *digests,
        "//   The data is Copyright (c) Unicode, Inc., under the licence in THIRD-PARTY-NOTICES.txt at the top of this repository.",
        "// </auto-generated>",
        "",
        "namespace Chat.Protocol.Names.Unicode;",
        "",
        f"/// <summary>Properties and mappings of Unicode {version}.</summary>",
        "internal static class UnicodeTables",
        "{",
        "    /// <summary>The version of Unicode.</summary>",
        f'    public const string Version = "{version}";',
    ]
    target = pathlib.Path(__file__).with_name("UnicodeTables.g.cs")
    target.write_text("\n".join(header + out.lines + ["}", ""]), encoding="ascii", newline="\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
