#!/usr/bin/env node
// Writes src/MLNetTransfer.Modeling/Tokenization/Unicode/UnicodeData.cs: what Hugging Face's tokenizers take every character for,
// read off the library itself, in some minutes. .NET's own tables follow the runtime's Unicode version, the library's those of the crates it is built with.
//
//     mkdir hf && cd hf && npm install --ignore-scripts tokenizers@0.23.2
//     node PATH/TO/eng/unicode-tables/generate.mjs > PATH/TO/src/MLNetTransfer.Modeling/Tokenization/Unicode/UnicodeData.cs
import { createRequire } from 'node:module'
const require = createRequire(process.cwd() + '/')
const hf = require('tokenizers')
const version = require('tokenizers/package.json').version

const bert = options => hf.bertNormalizer({ cleanText: false, handleChineseChars: false, stripAccents: false, lowercase: false, ...options })
const clean = bert({ cleanText: true }), chinese = bert({ handleChineseChars: true }), strip = bert({ stripAccents: true }), lower = bert({ lowercase: true })
const nfd = hf.nfdNormalizer(), split = hf.bertPreTokenizer()
const scalars = []
for (let c = 0; c < 0x110000; c++) if (c < 0xd800 || c > 0xdfff) scalars.push(c)
const text = c => String.fromCodePoint(c)
const codes = s => [...s].map(c => c.codePointAt(0))

// Sets: the characters that a step removes, spaces out, splits at.
const where = test => scalars.filter(c => test(text(c)))
const removed = where(s => clean.normalizeString(`a${s}b`) === 'ab')
const ideographs = where(s => chinese.normalizeString(s) === ` ${s} `)
const nonspacing = where(s => strip.normalizeString(`a${s}`) === 'a')
const pieces = s => split.preTokenizeString(`a${s}b`).length
const punctuation = where(s => pieces(s) === 3)
const spaces = where(s => pieces(s) === 2)
// Where clean_text makes a space of a character, that character is white space, and removed ones are not.
for (const s of spaces.map(text)) if (!['ab', 'a b'].includes(clean.normalizeString(`a${s}b`))) throw new Error(`white space ${s.codePointAt(0)}`)

// Word characters, as a `single_word` token's neighbours are judged.
const model = { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: { '[UNK]': 0, '<t>': 1 } }
const tokenizer = hf.Tokenizer.fromString(JSON.stringify({ version: '1.0', model, added_tokens: [{ id: 1, content: '<t>', single_word: true, lstrip: false, rstrip: false, normalized: false, special: true }] }))
const word = []
for (let i = 0; i < scalars.length; i += 20000) {
  const some = scalars.slice(i, i + 20000)
  const encodings = await tokenizer.encodeBatch(some.map(c => `<t>${text(c)}`), { addSpecialTokens: false })
  encodings.forEach((e, k) => { if (!e.getIds().includes(1)) word.push(some[k]) })
}

// Small letters: only U+0130 becomes two characters, and the code says so.
const small = []
for (const c of scalars) {
  const to = codes(lower.normalizeString(text(c)))
  if (to.length > 1) { if (c !== 0x130 || to.join() !== '105,775') throw new Error(`lower-case of ${c}`) }
  else if (to[0] !== c) small.push([c, to[0]])
}

// Full canonical decompositions but Hangul's, which arithmetic gives.
const decompositions = []
for (const c of scalars) {
  const to = codes(nfd.normalizeString(text(c)))
  if (c >= 0xac00 && c <= 0xd7a3) {
    const i = c - 0xac00, t = i % 28
    const want = [0x1100 + Math.floor(i / 588), 0x1161 + Math.floor(i % 588 / 28), ...t ? [0x11a7 + t] : []]
    if (to.join() !== want.join()) throw new Error(`Hangul ${c}`)
  } else if (to.length > 1 || to[0] !== c) decompositions.push([c, to])
}

// Combining classes, by their order alone: two marks in a row change places where the first is of the higher class.
const composite = new Set(decompositions.map(d => d[0]))
const swaps = (a, b) => nfd.normalizeString(text(a) + text(b)) === text(b) + text(a)
const marks = scalars.filter(c => !composite.has(c) && (c < 0xac00 || c > 0xd7a3) && (swaps(0x345, c) || swaps(c, 0x334)))
if (!marks.includes(0x345)) marks.push(0x345)
marks.sort((a, b) => swaps(a, b) ? 1 : swaps(b, a) ? -1 : a - b)
let order = 0
const classes = marks.map((c, i) => [c, i === 0 || swaps(c, marks[i - 1]) ? ++order : order]).sort((a, b) => a[0] - b[0])

// Compatibility decompositions where they differ from the canonical ones; composites that composition does not make again.
const nfkd = hf.nfkdNormalizer(), nfc = hf.nfcNormalizer()
const compatible = []
for (const c of scalars) {
  const to = nfkd.normalizeString(text(c))
  if (to !== nfd.normalizeString(text(c))) compatible.push([c, codes(to)])
}
const notComposed = decompositions.map(d => d[0]).filter(c => nfc.normalizeString(text(c)) !== text(c))

// Sets: combining marks; numbers; word characters, white space and categories as regular expressions take them.
const bare = hf.stripAccentsNormalizer()
const marksRemoved = where(s => bare.normalizeString(`a${s}`) === 'a')
const all = scalars.map(text).join('')
const preTokenizer = part => hf.Tokenizer.fromString(JSON.stringify({ version: '1.0', model, pre_tokenizer: part })).getPreTokenizer()
function found(part, isIn) { // the characters of the pieces that a pre-tokenizer makes of all characters
  const out = []
  for (const [piece] of preTokenizer(part).preTokenizeString(all)) {
    const list = codes(piece)
    if (isIn(piece)) for (const c of list) out.push(c)
  }
  return out
}
const inClass = regex => found({ type: 'Split', pattern: { Regex: `[^${regex}]+` }, behavior: 'Removed', invert: false }, () => true)
const digits = preTokenizer({ type: 'Digits', individual_digits: true })
const numeric = scalars.filter(c => digits.preTokenizeString(`a${text(c)}b`).length === 3)
const categories = ['Lu', 'Ll', 'Lt', 'Lm', 'Lo', 'Mn', 'Mc', 'Me', 'Nd', 'Nl', 'No', 'Pc', 'Pd', 'Ps', 'Pe', 'Pi', 'Pf', 'Po', 'Sm', 'Sc', 'Sk', 'So', 'Zs', 'Zl', 'Zp', 'Cc', 'Cf', 'Co', 'Cn']
const categoryOf = new Map()
categories.forEach((name, i) => inClass(`\\p{${name}}`).forEach(c => {
  if (categoryOf.has(c)) throw new Error(`two categories for ${c}`)
  categoryOf.set(c, i)
}))
if (inClass('\\s').join() !== spaces.join()) throw new Error('white space of regular expressions')
if (categoryOf.size !== scalars.length) throw new Error('characters without a category')

// Scripts, as regular expressions know them.
const scripts = `Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham
Cherokee Chorasmian Common Coptic Cuneiform Cypriot Cypro_Minoan Cyrillic Deseret Devanagari Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs Elbasan Elymaic Ethiopic Georgian Glagolitic Gothic Grantha Greek Gujarati
Gunjala_Gondi Gurmukhi Han Hangul Hanifi_Rohingya Hanunoo Hatran Hebrew Hiragana Imperial_Aramaic Inherited Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Kannada Katakana Kawi Kayah_Li Kharoshthi
Khitan_Small_Script Khmer Khojki Khudawadi Lao Latin Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui
Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian Mro Multani Myanmar Nabataean Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Old_Hungarian Old_Italic Old_North_Arabian
Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada Shavian
Siddham SignWriting Sinhala Sogdian Sora_Sompeng Soyombo Sundanese Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Toto Ugaritic Unknown
Vai Vithkuqi Wancho Warang_Citi Yezidi Yi Zanabazar_Square`.split(/\s+/)
const scriptOf = new Map()
const known = scripts.filter((name, i) => {
  let list
  try { list = inClass(`\\p{${name}}`) } catch (e) { return false }
  list.forEach(c => scriptOf.set(c, name))
  return true
})
console.error(`scripts unknown to regular expressions: ${scripts.filter(s => !known.includes(s)).join(' ')}; characters without one: ${scalars.filter(c => !scriptOf.has(c)).length}`)
if (!known.includes('Unknown')) known.push('Unknown')

// UnicodeScripts has an older table: characters that have no script there. What differs otherwise, ScriptSplitter says.
const byScript = preTokenizer({ type: 'UnicodeScripts' })
const withoutScript = scalars.filter(c => byScript.preTokenizeString(`a${text(c)}`).length === 1 && byScript.preTokenizeString(`\u05d0${text(c)}`).length === 1)

// Everything as variable-length numbers, seven bits a byte, the lowest first.
const number = n => n < 128 ? [n] : [n & 127 | 128, ...number(Math.floor(n / 128))]
const signed = n => number(n < 0 ? -2 * n - 1 : 2 * n)
function ranges(list) { // gap from the end of the last range, length
  const out = []
  let end = 0
  for (let i = 0; i < list.length;) {
    let j = i + 1
    while (j < list.length && list[j] === list[j - 1] + 1) j++
    out.push(...number(list[i] - end), ...number(j - i))
    end = list[j - 1] + 1
    i = j
  }
  return out
}
function runs(pairs, value) { // gap from the last character, count, step, value; `value` is of the pair and the same all through a run
  const out = []
  let last = 0
  for (let i = 0; i < pairs.length;) {
    const step = i + 1 < pairs.length && pairs[i + 1][0] - pairs[i][0] === 2 ? 2 : 1
    let j = i + 1
    while (j < pairs.length && pairs[j][0] - pairs[j - 1][0] === step && value(pairs[j]) === value(pairs[i])) j++
    out.push(...number(pairs[i][0] - last), ...number(j - i), step, ...signed(value(pairs[i])))
    last = pairs[j - 1][0]
    i = j
  }
  return out
}
function mapped(list) { // gap from the last character, count, characters
  let last = 0
  return list.flatMap(([c, to]) => { const gap = c - last; last = c; return [...number(gap), to.length, ...to.flatMap(number)] })
}
function labelled(of) { // length of a run, and its label, from U+0000 on without a gap; surrogates have the label of their neighbour
  const out = []
  for (let i = 0; i < scalars.length;) {
    let j = i + 1
    while (j < scalars.length && of(scalars[j]) === of(scalars[i])) j++
    out.push(...number((j < scalars.length ? scalars[j] : 0x110000) - scalars[i]), ...number(of(scalars[i])))
    i = j
  }
  return out
}

const tables = [
  ['Removed', 'clean_text removes them: control, format and private use, and U+FFFD.', ranges(removed)],
  ['WhiteSpace', 'White_Space.', ranges(spaces)],
  ['Ideographs', 'handle_chinese_chars puts spaces around them.', ranges(ideographs)],
  ['Punctuation', "Split off by BERT's pre-tokenizer.", ranges(punctuation)],
  ['NonspacingMarks', 'strip_accents removes them.', ranges(nonspacing)],
  ['WordCharacters', 'A single_word token has none beside it.', ranges(word)],
  ['SmallLetters', 'Character to small letter, by difference.', runs(small, p => p[1] - p[0])],
  ['CombiningOrder', 'The order of the combining classes.', runs(classes, p => p[1])],
  ['Decompositions', 'Full canonical decompositions without Hangul.', mapped(decompositions)],
  ['CompatibilityDecompositions', 'Full compatibility decompositions where they are not the canonical ones.', mapped(compatible)],
  ['NotComposed', 'Characters that decompose and are not composed again.', ranges(notComposed)],
  ['Marks', 'StripAccents removes them.', ranges(marksRemoved)],
  ['Numeric', 'Digits splits them off.', ranges(numeric)],
  ['Categories', `Categories of regular expressions, by their place in ${categories.join(' ')}.`, labelled(c => categoryOf.get(c))],
  ['Scripts', 'Scripts of regular expressions, by their place in ScriptNames.', labelled(c => known.indexOf(scriptOf.get(c) ?? 'Unknown'))],
  ['WithoutScript', 'UnicodeScripts takes them for any script.', ranges(withoutScript)],
  ['RegexWord', 'Word characters of regular expressions.', ranges(inClass('\\w'))],
]
console.log(`// Made by eng/unicode-tables/generate.mjs from tokenizers ${version}; not to be edited by hand.
namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>Character tables of Hugging Face's tokenizers ${version}: base64 of variable-length numbers (seven bits a byte, the lowest first), which <see cref="UnicodeTables"/> reads.</summary>
internal static class UnicodeData
{`)
tables.forEach(([name, what, bytes], i) => {
  console.log(`${i ? '\n' : ''}    /// <summary>${what}</summary>\n    public static ReadOnlySpan<byte> ${name} =>`)
  const lines = Buffer.from(bytes).toString('base64').match(/.{1,140}/g)
  console.log(lines.map((l, k) => `        "${l}"u8${k + 1 < lines.length ? ' +' : ';'}`).join('\n'))
})
console.log(`
    /// <summary>The names of the scripts.</summary>
    public static string ScriptNames =>
        "${known.join(' ')}";
}`)
