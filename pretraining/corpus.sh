#!/usr/bin/env bash
# Collects the English text that the embedded encoder is pretrained on; DATA.md lists it with its licences.
#
#     MLNETTRANSFER_SHARED=FOLDER pretraining/corpus.sh OUT
#
# Writes OUT/train.txt and OUT/heldout.txt (a paragraph a line, an empty line between documents; held out is every 200th document of a source)
# and OUT/short.txt (single sentences of 3 to 40 words of train.txt, each once). Needs Debian 12's apt-get and dpkg, and python3.
# MLNETTRANSFER_SHARED holds data/plain-text, and the labelled sets whose sentences are kept out.
set -euo pipefail

out=${1:?usage: corpus.sh OUT}
shared=${MLNETTRANSFER_SHARED:?MLNETTRANSFER_SHARED must name the folder that has data/plain-text}
here=$(cd "$(dirname "$0")" && pwd)
packages=$(mktemp -d)
trap 'rm -rf "$packages"' EXIT

sources=(
    "books=paragraphs:$shared/data/plain-text/books.txt.gz"
    "government=paragraphs:$shared/data/plain-text/government.txt.gz"
    "factbook=paragraphs:$shared/data/plain-text/factbook.txt.gz"
)
# name, how it is read, the package, and where it has the text
list=$(cat <<'LIST'
wordnet wordnet wordnet-base usr/share/wordnet
devil dict dict-devil usr/share/dictd/devil.dict.dz
jargon dict dict-jargon usr/share/dictd/jargon.dict.dz
python html python3.11-doc usr/share/doc/python3.11/html
postgresql html postgresql-doc-15 usr/share/doc/postgresql-doc-15/html
sqlite html sqlite3-doc usr/share/doc/sqlite3
django html python-django-doc usr/share/doc/python-django-doc/html
flask html python-flask-doc usr/share/doc/python-flask-doc/html
rust-book html rust-doc usr/share/doc/rust-doc/html/book
rust-reference html rust-doc usr/share/doc/rust-doc/html/reference
rust-by-example html rust-doc usr/share/doc/rust-doc/html/rust-by-example
rust-nomicon html rust-doc usr/share/doc/rust-doc/html/nomicon
nodejs html nodejs-doc usr/share/doc/nodejs/api
apache html apache2-doc usr/share/doc/apache2-doc/manual/en
tomcat html tomcat10-docs usr/share/tomcat10-docs/docs
ant html ant-doc usr/share/doc/ant/manual
LIST
)

# Unpacked, not installed.
(cd "$packages" && apt-get download -qq $(cut -d' ' -f3 <<<"$list" | sort -u) && for file in *.deb; do dpkg -x "$file" "${file%%_*}"; done) 2>"$packages/log" ||
    { cat "$packages/log" >&2; echo "corpus.sh: Debian's packages cannot be had; run apt-get update, or see the list in $0" >&2; exit 1; }
while read -r name kind package path; do
    [ -e "$packages/$package/$path" ] || { echo "corpus.sh: $package has no $path; the list is for Debian 12" >&2; exit 1; }
    sources+=("$name=$kind:$packages/$package/$path")
done <<<"$list"
python3 "$here/clean.py" "$out" "${sources[@]}"
