#!/usr/bin/env node
// Records what Hugging Face's tokenizers make of random texts with small made-up tokenizers (BERT's below, others in parts.mjs), for the tests of src/MLNetTransfer.Modeling/Tokenization.
//
//     mkdir hf && cd hf && npm install --ignore-scripts tokenizers@0.23.2
//     node PATH/TO/eng/tokenizer-goldens/record.mjs PATH/TO/tests/MLNetTransfer.Modeling.Tests/Goldens/tokenizers [TEXTS=60] [SEED=1] [TEXTS-OF-PARTS=16]
//
// A folder each with tokenizer.json (and vocab.txt where that says as much) and golden.json: texts with ids and UTF-16 offsets, pairs cut to a length,
// decoded ids. A text's `half` lists the places where U+FFFD stands for half a surrogate pair, which JSON cannot carry.
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'
const hf = createRequire(process.cwd() + '/')('tokenizers')
import { parts } from './parts.mjs'
const [folder, textCount = '60', seed = '1', partTextCount = '16'] = process.argv.slice(2)

let state = Number(seed)
const random = n => { state = state + 0x6D2B79F5 | 0; let t = Math.imul(state ^ state >>> 15, 1 | state); t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t; return ((t ^ t >>> 14) >>> 0) % n }
const pick = list => list[random(list.length)]
const range = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i))

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
const letters = [...range(0x61, 0x7a), ...range(0x30, 0x39), ...'éàßŉİığđøæœαβγδσςωабвгнрежיםשلوم한국어ᄒ漢字東京都更hi̇'.normalize('NFC')]
const words = ['the', 'un', 'aff', 'able', 'run', 'ning', 'walk', 'ed', 'ing', 'hello', 'world', 'new', 'york', 'istanbul', 'strasse', 'nai', 've', 'The', 'Run', 'Hello', 'É', 'Å', 'ma', 'ss', 'e', 'street', 'don']
const vocabulary = [...new Set([...special, ...range(0x21, 0x2f), ...range(0x3a, 0x40), ...range(0x5b, 0x60), ...range(0x7b, 0x7e), ...letters, ...range(0x41, 0x5a), ...words,
  ...letters.map(c => '##' + c), ...words.map(w => '##' + w), '，', '。', '¿', '†', '\u0301', '##\u0301', '##\u0307', '\u093e', '##\u093e', '\u1161', '##\u1161', '##\u11ab', '😀', '##😀', '\u{10428}', '##\u{10428}'])]

const pieces = ['the', 'The', 'unaffable', 'RUNNING', "don't", 'naïve', 'Ångström', 'İstanbul', 'ΑΣ', 'ẞtraße', 'Dž', 'ŉ', '한국어', '東京都', '豈更車', '\u0928\u093e', 'שָׁלוֹם', 'e\u0301\u0316', '\u0344', 'a\u0315\u0300\u05AE\u0300b',
  '\u1100\u1161\u11A8', '😀👩\u200D👧', '\u{2F801}', '\u{1D160}', '\u{10400}', ...special, '[mask]', '[ MASK ]', '##ing', 'a.b/c?d=e', '`~^', '\0', '\u0001', '\u00AD', '\uFEFF', '\uFFFD', '\uE000', '\t', '\r\n', '\u000B', '\u001C', '\u0085', '\u00A0',
  '\u1680', '\u180E', '\u2003', '\u200B', '\u2028', '\u3000', '，', '。', '¿', '†', '\uD800', '\uDC00']
const blocks = [[0x20, 0x7f], [0x80, 0x24f], [0x250, 0x36f], [0x370, 0x5ff], [0x600, 0x11ff], [0x1e00, 0x1fff], [0x2000, 0x2fff], [0x3000, 0x4fff], [0xac00, 0xd7ff], [0xf900, 0xffff], [0x10000, 0x1ffff], [0x20000, 0x2ffff], [0, 0x10ffff]]
function text(extra) {
  let s = ''
  for (let n = 1 + random(14); n > 0; n--) {
    const kind = random(8)
    if (kind < 3) s += pick(pieces)
    else if (kind < 5 && extra.length) s += pick(extra)
    else if (kind < 6) { const [a, b] = pick(blocks); for (let k = 1 + random(4); k > 0; k--) s += String.fromCodePoint(a + random(b - a + 1)) }
    else if (kind < 7) for (let k = 1 + random(8); k > 0; k--) s += String.fromCharCode(97 + random(26))
    else s += random(30) ? String.fromCharCode(0x21 + random(94)) : pick(['a', 'é', 'Z']).repeat(95 + random(12))
    if (random(3)) s += ' '.repeat(1 + random(2))
  }
  return s
}

const token = (content, options) => ({ content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: false, ...options })
const settings = {
  uncased: { normalizer: {}, text: true },
  cased: { normalizer: { lowercase: false } },
  'lower-case-with-accents': { normalizer: { strip_accents: false } },
  'accents-alone': { normalizer: { clean_text: false, handle_chinese_chars: false, strip_accents: true, lowercase: false }, bertProcessing: true },
  'added-tokens': {
    normalizer: {},
    added: [token('<mask>', { lstrip: true, special: true }), token('<r>', { rstrip: true }), token('<w>', { single_word: true }), token('<b>', { lstrip: true, rstrip: true, single_word: true }), token('<r'), token('the')],
    extra: ['<mask>', '<r>', '<w>', '<b>', '<r', 'a<w>', '<w>b', '<b>-', '_<w>', ' <b>\u0301', '\u2003<mask>', '<r>\u0085\t', '<mask> <mask>', '<r> <mask>'],
  },
  'normalized-added-tokens': {
    normalizer: {},
    added: [token('New York', { normalized: true }), token('ÉCLAIR', { normalized: true, special: true }), token('<L>', { normalized: true, lstrip: true }), token('<R>', { normalized: true, rstrip: true }), token('<s>', { normalized: true, single_word: true, lstrip: true, rstrip: true }), token('Hello', { normalized: true, single_word: true }), token('漢', { normalized: true }), token('<u>')],
    extra: ['New York', 'new  york', 'NEW\tYORK', 'éclair', 'E\u0301CLAIR', '<L>', '<l>', ' <R> ', '<R> <L>', '<S>', 'a<s>', 'hello', 'HELLO', 'helloo', 'hellö', '漢', '漢字', '<u>', '<u>New York'],
  },
}

const utf16 = s => { const at = []; for (let i = 0; i < s.length; i++) { at.push(i); const c = s.codePointAt(i); if (c > 0xffff) i++ } at.push(s.length); return at }
function textFields(s) {
  const half = [...s].reduce((all, c) => { if (/^[\uD800-\uDFFF]$/.test(c)) all.list.push(all.at); all.at += c.length; return all }, { at: 0, list: [] }).list
  return half.length ? { text: s.toWellFormed(), half } : { text: s }
}

for (const [name, { normalizer, added = [], extra = [], bertProcessing, text: asText }] of Object.entries(settings)) {
  const vocab = Object.fromEntries(vocabulary.map((t, i) => [t, i]))
  const addedTokens = [...special.map(t => token(t, { special: true })), ...added]
  let next = vocabulary.length
  const cls = ['[CLS]', vocab['[CLS]']], sep = ['[SEP]', vocab['[SEP]']]
  const part = (id, type_id, kind) => ({ [kind]: { id, type_id } })
  const json = {
    version: '1.0', truncation: null, padding: null,
    added_tokens: addedTokens.map(t => ({ id: vocab[t.content] ?? next++, ...t })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true, ...normalizer },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: bertProcessing ? { type: 'BertProcessing', sep, cls } : {
      type: 'TemplateProcessing',
      single: [part('[CLS]', 0, 'SpecialToken'), part('A', 0, 'Sequence'), part('[SEP]', 0, 'SpecialToken')],
      pair: [part('[CLS]', 0, 'SpecialToken'), part('A', 0, 'Sequence'), part('[SEP]', 0, 'SpecialToken'), part('B', 1, 'Sequence'), part('[SEP]', 1, 'SpecialToken')],
      special_tokens: Object.fromEntries([cls, sep].map(([t, id]) => [t, { id: t, ids: [id], tokens: [t] }])),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab },
  }
  const tokenizer = hf.Tokenizer.fromString(JSON.stringify(json))
  const texts = [], pairs = [], decoded = []
  for (let i = 0; i < Number(textCount); i++) {
    const s = text(extra)
    const e = await tokenizer.encode(s, null, { addSpecialTokens: false })
    const at = utf16(s)
    texts.push({ ...textFields(s), ids: e.getIds(), offsets: e.getOffsets().flatMap(([a, b]) => [at[a], at[b]]) })
  }
  for (let i = 0; i < Number(textCount) / 4; i++) {
    const side = pick(['right', 'left'])
    let most = 5 + random(40), [a, b] = [text(extra).toWellFormed(), random(5) ? text(extra).toWellFormed() : null]
    // Which text gets an odd token depends on how far the library reads into long ones, and with added tokens in them follows no plain rule.
    const plain = s => !addedTokens.some(t => s.normalize('NFD').toLowerCase().includes(t.content.normalize('NFD').toLowerCase()))
    if (side === 'left' || !plain(a + ' ' + (b ?? ''))) most |= 1
    tokenizer.setTruncation(most, { strategy: 'LongestFirst', direction: side })
    const e = await tokenizer.encode(a, b)
    tokenizer.disableTruncation()
    pairs.push({ first: a, second: b, max: most, side, ids: e.getIds(), types: e.getTypeIds() })
  }
  for (let i = 0; i < Number(textCount) / 4; i++) {
    const ids = Array.from({ length: 1 + random(12) }, () => random(4) ? random(next) : pick([0, 1, 2, 3, 4, next + 5]))
    decoded.push({ ids, all: await tokenizer.decode(ids, false), plain: await tokenizer.decode(ids, true) })
  }
  write(name, json, { texts, pairs, decoded })
  if (asText) fs.writeFileSync(path.join(folder, name, 'vocab.txt'), vocabulary.map(t => t + '\n').join(''))
}

for (const [name, { added = [], ...members }, extra] of parts) {
  let next = 1 + Math.max(...Object.values(members.model.vocab))
  const json = {
    version: '1.0', truncation: null, padding: null,
    added_tokens: added.map(t => token(...typeof t === 'string' ? [t, { special: true }] : [t.content, t])).map(t => ({ id: members.model.vocab[t.content] ?? next++, ...t })),
    normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, ...members,
  }
  const tokenizer = hf.Tokenizer.fromString(JSON.stringify(json))
  const texts = [], pairs = [], decoded = []
  for (let i = 0; i < Number(partTextCount); i++) {
    const s = text(extra)
    const e = await tokenizer.encode(s, null, { addSpecialTokens: false })
    const at = utf16(s)
    texts.push({ ...textFields(s), ids: e.getIds(), offsets: e.getOffsets().flatMap(([a, b]) => [at[a], at[b]]) })
  }
  for (let i = 0; i < Number(partTextCount) / 8; i++) {
    const [a, b] = [text(extra).toWellFormed(), random(3) ? text(extra).toWellFormed() : null]
    const e = await tokenizer.encode(a, b)
    pairs.push({ first: a, second: b, max: 1 << 20, side: 'right', ids: e.getIds(), types: e.getTypeIds() })
  }
  for (let i = 0; i < Number(partTextCount) / (members.decoder || /^decode/.test(name) ? 1 : 4); i++) {
    const ids = Array.from({ length: 1 + random(8) }, () => random(next + 2))
    decoded.push({ ids, all: await tokenizer.decode(ids, false), plain: await tokenizer.decode(ids, true) })
  }
  write(name, json, { texts, pairs, decoded })
}

function write(name, json, golden) {
  const into = path.join(folder, name)
  fs.mkdirSync(into, { recursive: true })
  fs.writeFileSync(path.join(into, 'tokenizer.json'), JSON.stringify(json) + '\n')
  const lines = list => '[\n' + list.map(x => JSON.stringify(x)).join(',\n') + '\n]'
  fs.writeFileSync(path.join(into, 'golden.json'), `{${Object.entries(golden).map(([member, list]) => `"${member}": ${lines(list)}`).join(',\n')}}\n`)
}
