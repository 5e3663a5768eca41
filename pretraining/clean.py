#!/usr/bin/env python3
"""Turns source files into one corpus: a paragraph a line, an empty line between documents.

    clean.py OUT NAME=KIND:PATH ...

KIND says how a file is read: paragraphs (already a paragraph a line; .gz too), wordnet (data.* files), dict (dictd) and
html (a folder of pages). PATH is a file or a folder; OUT gets train.txt, heldout.txt and short.txt.
Sentences that occur in the test sets below MLNETTRANSFER_SHARED, where that is set, are left out and counted.
"""
import csv
import glob
import gzip
import json
import os
import re
import sys
from html.parser import HTMLParser

HELD_OUT = 200  # every 200th document of a source
STOP_WORDS = frozenset(
    "the of and to a in is was that it for on as with he his be by at are this not but from or have an they which you were her she "
    "had all him one when there we if my so what me will your can no who how i do does did has its any more other than then use used "
    "some would could out up about into over been where why our us get before after without not own made having being like".split())
ABBREVIATIONS = frozenset("mr mrs ms dr st prof rev gen col capt lt sgt hon jr sr no vol fig vs etc e.g i.e cf al inc ltd co esq messrs viz mt approx u.s u.k".split())


# --- readers: each yields documents, and a document is a list of paragraphs

def paragraphs(path):
    with (gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")) as lines:
        document = []
        for line in lines:
            if line.strip():
                document.append(line.strip())
            elif document:
                yield document
                document = []
        if document:
            yield document


def wordnet(folder):
    """Definitions and example sentences, forty synonym sets a document."""
    for part in ("noun", "verb", "adj", "adv"):
        document, sets = [], 0
        for line in open(os.path.join(folder, "data." + part), encoding="utf-8"):
            if line.startswith("  ") or "|" not in line:
                continue
            fields, gloss = line.split("|", 1)
            fields = fields.split()
            words = [fields[4 + 2 * i].replace("_", " ") for i in range(int(fields[3], 16))]
            words = [re.sub(r"\((a|p|ip)\)$", "", w) for w in words][:3]
            examples = re.findall(r'"([^"]+)"', gloss)
            definition = re.sub(r'\s*;?\s*"[^"]*".*$', "", gloss).strip(" ;:\n")
            if definition:
                document.append(f"{' or '.join(words)}: {definition}.")
            document += [e.strip() for e in examples if len(e.split()) > 3]
            sets += 1
            if sets == 40:
                yield document
                document, sets = [], 0
        if document:
            yield document


def dict_entries(path):
    """A dictd text: paragraphs parted by blank lines, sixty of them a document."""
    text = gzip.open(path, "rt", encoding="utf-8", errors="replace").read()
    document = []
    for paragraph in re.split(r"\n\s*\n", text):
        if re.search(r"(?i)00-?database|copyright|@", paragraph):
            continue
        plain = re.sub(r"[{}]|\[[^\]]*\]|(?m:^\s*\d+\. )", "", re.sub(r"\b_(\w[^_]*)_\b", r"\1", paragraph))
        document.append(re.sub(r"\s+", " ", plain).strip())
        if len(document) == 60:
            yield document
            document = []
    if document:
        yield document


class Page(HTMLParser):
    """The running text of a page: paragraphs, list items, headings; no code, tables, scripts or navigation."""
    BLOCKS = frozenset("p li dd dt h1 h2 h3 h4 h5 h6 blockquote div section article br tr td th table ul ol dl body header footer main figcaption caption".split())
    SKIPPED = frozenset("pre script style nav head svg math table form button footer select textarea noscript".split())
    SKIPPED_CLASSES = re.compile(r"sphinxsidebar|related|toctree|contents|navigation|highlight|NAVHEADER|NAVFOOTER|\btoc\b|copyright|genindex|footer|breadcrumb|sidebar|version|menu")
    VOID = frozenset("br img hr meta link input wbr col area base source embed".split())

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.paragraphs, self._text, self._open, self._skipped = [], [], [], 0

    def handle_starttag(self, tag, attrs):
        if tag in self.BLOCKS:
            self._end()
        if tag in self.VOID:
            return
        names = " ".join(v or "" for k, v in attrs if k in ("class", "id", "role"))
        skip = tag in self.SKIPPED or (tag in ("div", "span", "ul", "ol", "section", "a", "p", "aside") and bool(self.SKIPPED_CLASSES.search(names)) or "headerlink" in names)
        if tag in ("p", "li") and self._open and self._open[-1][0] == tag:
            self.handle_endtag(tag)
        self._open.append((tag, skip))
        self._skipped += skip

    def handle_endtag(self, tag):
        if tag in self.BLOCKS:
            self._end()
        for i in range(len(self._open) - 1, -1, -1):
            if self._open[i][0] == tag:
                for _, skip in self._open[i:]:
                    self._skipped -= skip
                del self._open[i:]
                return

    def handle_data(self, data):
        if not self._skipped:
            self._text.append(data)

    def _end(self):
        text = re.sub(r"\s+", " ", "".join(self._text)).strip(" ¶")
        self._text = []
        if text:
            self.paragraphs.append(text)

    def close(self):
        super().close()
        self._end()


def read_text(path):
    data = open(path, "rb").read()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def html_pages(path):
    for name in sorted(glob.glob(os.path.join(glob.escape(path), "**", "*.html"), recursive=True)):
        if re.search(r"(?i)changelog|whatsnew|release-|genindex|py-modindex|licen[cs]e|acronyms", name[len(path):]):
            continue
        page = Page()
        page.feed(read_text(name))
        page.close()
        if page.paragraphs:
            yield page.paragraphs


READERS = {"paragraphs": paragraphs, "wordnet": wordnet, "dict": dict_entries, "html": html_pages}


# --- what is kept

NO_LETTER = re.compile(r"[^\w ]|[\d_]")
FOREIGN = re.compile("[^\\u0000-\\u024F]")
CODE = re.compile(r"[{};=<>\\|_@^~$\[\]#]|::|->|\(\)|--\w|\w\.\w+\(|https?://|www\.|\w/\w+/\w")


def tidy(line):
    line = line.replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "").replace("\u2060", "").replace("\ufffd", "")
    line = line.replace("“", '"').replace("”", '"').replace("‘", "'").replace("’", "'").replace("…", "...").replace("\u2011", "-")
    return re.sub(r"\s+", " ", line).strip()


def is_english_prose(line):
    words = line.split()
    if len(words) < 3:
        return False
    if len(NO_LETTER.findall(line)) > 0.15 * len(line) or len(FOREIGN.findall(line)) > 0.05 * len(line) + 2:
        return False
    if len(CODE.findall(line)) * 12 > len(words) or max(map(len, words)) > 40:
        return False
    if sum(w.isupper() and len(w) > 1 for w in words) * 2 > len(words):
        return False
    common = sum(w.strip(".,;:!?\"'()").lower() in STOP_WORDS for w in words)
    return common * 12 >= len(words) and (common > 0 or len(words) < 6)


def sentences(line):
    start = 0
    for match in re.finditer(r"[.!?]+[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])", line):
        word = re.search(r"[\w.]*$", line[max(start, match.start() - 20):match.start()]).group()
        if line[match.start()] == "." and (word.lower() in ABBREVIATIONS or len(word) == 1 and word.isupper()):
            continue
        yield line[start:match.end()].strip()
        start = match.end()
    if line[start:].strip():
        yield line[start:].strip()


def with_whole_quotes(sentence):
    """A sentence of a speech that goes on loses the one quotation mark that it has."""
    return sentence.strip('"').strip() if sentence.count('"') % 2 else sentence


def key(text):
    return re.sub(r"[\W_]+", "", text.lower())


def test_sentences(shared):
    """What no line or sentence may equal (letters and digits in lower case): every row of SST-2, IMDb and Banking77, and IMDb's sentences of six words and more."""
    found = set()
    for name in glob.glob(os.path.join(shared, "data/sst2/*.tsv")):
        found.update(key(line.rsplit("\t", 1)[0]) for line in open(name, encoding="utf-8"))
    for name in glob.glob(os.path.join(shared, "data/banking77/t*.csv")):
        with open(name, encoding="utf-8", newline="") as rows:
            found.update(key(row[0]) for row in csv.reader(rows) if row)
    for name in glob.glob(os.path.join(shared, "data/imdb/*.jsonl.gz")):
        for line in gzip.open(name, "rt", encoding="utf-8"):
            text = tidy(json.loads(line)["text"].replace("<br />", " "))
            found.add(key(text))
            found.update(key(s) for s in sentences(text) if len(s.split()) >= 6)
    found.discard("")
    return found


def main():
    out, sources = sys.argv[1], sys.argv[2:]
    shared = os.environ.get("MLNETTRANSFER_SHARED", "")
    forbidden = test_sentences(shared) if shared else set()
    print(f"{len(forbidden)} test rows and sentences to keep out" if forbidden else "MLNETTRANSFER_SHARED is not set: nothing to keep out", file=sys.stderr)
    os.makedirs(out, exist_ok=True)
    seen, seen_short, met = set(), set(), 0
    with open(os.path.join(out, "train.txt"), "w", encoding="utf-8") as train, \
            open(os.path.join(out, "heldout.txt"), "w", encoding="utf-8") as heldout, \
            open(os.path.join(out, "short.txt"), "w", encoding="utf-8") as short:
        for source in sources:
            name, _, rest = source.partition("=")
            kind, _, path = rest.partition(":")
            documents = written = held = 0
            for document in READERS[kind](path):
                kept = []
                for line in map(tidy, document):
                    if hash(line) in seen or not is_english_prose(line):
                        continue
                    seen.add(hash(line))
                    parts = list(sentences(line))
                    keys = [key(s) for s in parts]
                    if "".join(keys) in forbidden or any(k in forbidden for k in keys):
                        met += 1
                        continue
                    kept.append((line, parts))
                if sum(len(line) for line, _ in kept) < 60:
                    continue
                documents += 1
                is_held = documents % HELD_OUT == 0
                (heldout if is_held else train).writelines([line + "\n" for line, _ in kept] + ["\n"])
                size = sum(len(line.encode()) + 1 for line, _ in kept)
                written, held = written + (0 if is_held else size), held + (size if is_held else 0)
                if is_held:
                    continue
                for sentence in (with_whole_quotes(s) for _, parts in kept for s in parts):
                    if 3 <= len(sentence.split()) <= 40 and hash(sentence.lower()) not in seen_short:
                        seen_short.add(hash(sentence.lower()))
                        short.write(sentence + "\n")
            print(f"{name}\t{documents} documents\t{written / 1e6:.2f} MB\theld out {held / 1e6:.2f} MB", file=sys.stderr)
    print(f"{met} lines left out because a test row or sentence equals them or one of their sentences; {len(seen_short)} short sentences", file=sys.stderr)


if __name__ == "__main__":
    main()
