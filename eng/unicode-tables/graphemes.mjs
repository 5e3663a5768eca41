#!/usr/bin/env node
// Writes src/MLNetTransfer.Modeling/Tokenization/Unicode/GraphemeData.cs: the grapheme classes of the characters, read off Hugging Face's tokenizers,
// which hand SentencePiece's map of characters one cluster after another.
//
//     mkdir hf && cd hf && npm install --ignore-scripts tokenizers@0.23.2
//     node PATH/TO/eng/unicode-tables/graphemes.mjs > PATH/TO/src/MLNetTransfer.Modeling/Tokenization/Unicode/GraphemeData.cs
import { createRequire } from 'node:module'
const require = createRequire(process.cwd() + '/')
const hf = require('tokenizers')
const version = require('tokenizers/package.json').version

// A map whose keys are the first bytes of all characters but NUL and the line feed: a cluster of fewer than six bytes becomes one b, of a longer one every character does.
const units = new Uint32Array(1024)
units[0] = 256 << 10
for (let c = 1; c < 0xf5; c++) {
  if (c === 10 || (c > 0x7f && c < 0xc2)) continue
  units[256 ^ c] = (768 << 10) | (1 << 8) | c
  units[512 + c] = 0x80000000
}
const normalizer = hf.precompiled([...Buffer.concat([Buffer.from(Uint32Array.of(units.byteLength).buffer), Buffer.from(units.buffer), Buffer.from('b\0')])])

const scalars = []
for (let c = 0; c < 0x110000; c++) if ((c < 0xd800 || c > 0xdfff) && ![0, 10, 13].includes(c)) scalars.push(c)
// How many b's become of a text with each of the characters in it.
function count(text) {
  const counts = new Map()
  for (let i = 0; i < scalars.length; i += 50000) {
    const some = scalars.slice(i, i + 50000)
    const lines = normalizer.normalizeString(some.map(c => text(String.fromCodePoint(c))).join('\n')).split('\n')
    some.forEach((c, k) => counts.set(c, lines[k].length))
  }
  return counts
}
const mark = '\u0301', ka = '\u0915', virama = '\u094d', joiner = '\u200d', pictograph = '©'
// A base and one mark are of fewer than six bytes, so that they are one b where they are a cluster, and two at the end of a longer one.
const joinsBefore = count(x => 'a' + x)
const afterControl = count(x => x + mark + mark)
const joinsBehind = count(x => x + 'a' + mark)
const [vowel, trail, lead] = ['\u1161', '\u11a8', '\u1100'].map(jamo => count(x => x + jamo + mark))
const pictographic = count(x => x + joiner + pictograph + mark)
const consonant = count(x => x + virama + ka + mark)
const linker = count(x => ka + x + ka + mark)
const throughLinker = count(x => ka + x + virama + ka + mark)
const throughJoiner = count(x => pictograph + x + joiner + pictograph + mark)

const names = ['Other', 'Control', 'Extend', 'SpacingMark', 'Prepend', 'Pictograph', 'Consonant', 'Linker', 'HangulLead', 'HangulVowel', 'HangulTrail', 'HangulSyllable', 'Joiner', 'NonJoiner']
function classOf(c) {
  if ([0, 10, 13].includes(c) || afterControl.get(c) === 2) return 'Control'
  if (c === 0x200d) return 'Joiner'
  if (joinsBehind.get(c) !== 2) return 'Prepend'
  if (joinsBefore.get(c) === 1) return throughJoiner.get(c) !== 5 ? 'SpacingMark' : linker.get(c) === 4 ? 'Linker' : throughLinker.get(c) === 5 ? 'Extend' : 'NonJoiner'
  if (consonant.get(c) === 4) return 'Consonant'
  if (pictographic.get(c) === 4) return 'Pictograph'
  if (c >= 0xac00 && c <= 0xd7a3) return 'HangulSyllable'
  return lead.get(c) === 3 ? 'HangulLead' : vowel.get(c) === 3 ? 'HangulVowel' : trail.get(c) === 3 ? 'HangulTrail' : 'Other'
}

// Gap from the end of the last range, length, class: variable-length numbers, seven bits a byte, the lowest first.
const number = n => n < 128 ? [n] : [n & 127 | 128, ...number(Math.floor(n / 128))]
const bytes = []
let end = 0
for (let c = 0; c < 0x110000;) {
  if (c === 0xd800) { c = 0xe000; continue }
  const name = classOf(c)
  let to = c + 1
  while (to < 0x110000 && to !== 0xd800 && classOf(to) === name) to++
  if (name !== 'Other') {
    bytes.push(...number(c - end), ...number(to - c), names.indexOf(name))
    end = to
  }
  c = to
}
const lines = Buffer.from(bytes).toString('base64').match(/.{1,140}/g)
console.log(`// Made by eng/unicode-tables/graphemes.mjs from tokenizers ${version}; not to be edited by hand.
namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>Grapheme classes of Hugging Face's tokenizers ${version}: base64 of variable-length numbers, which <see cref="GraphemeClusters"/> reads.</summary>
internal static class GraphemeData
{
    /// <summary>Gap, length and <see cref="GraphemeClass"/> of every range of characters of one class.</summary>
    public static ReadOnlySpan<byte> Classes =>
${lines.map((l, k) => `        "${l}"u8${k + 1 < lines.length ? ' +' : ';'}`).join('\n')}
}`)
