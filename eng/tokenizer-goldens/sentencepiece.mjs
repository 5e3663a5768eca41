#!/usr/bin/env node
// Makes small SentencePiece models, converts each by transformers' rule for a class of tokenizers, and records what Hugging Face's tokenizers make of random texts
// with the conversion, for the tests of src/MLNetTransfer.Modeling/Tokenization.
//
//     mkdir hf && cd hf && npm install --ignore-scripts tokenizers@0.23.2
//     node PATH/TO/eng/tokenizer-goldens/sentencepiece.mjs PATH/TO/tests/MLNetTransfer.Modeling.Tests/Goldens/tokenizers [TEXTS=40] [SEED=2]
//
// A folder each with the model under its usual name, tokenizer_config.json, tokenizer.json (the conversion) and golden.json in the form of record.mjs.
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'
const hf = createRequire(process.cwd() + '/')('tokenizers')
const [folder, textCount = '40', seed = '2'] = process.argv.slice(2)

let state = Number(seed)
const random = n => { state = state + 0x6D2B79F5 | 0; let t = Math.imul(state ^ state >>> 15, 1 | state); t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t; return ((t ^ t >>> 14) >>> 0) % n }
const pick = list => list[random(list.length)]

// The map of characters: a double array as Darts writes it, and the replacements.
function charsmap(rules) {
  const entries = Object.entries(rules).map(([key, to]) => ({ key: Buffer.from(key), to }))
  const texts = [], units = [], taken = new Set([0])
  let length = 0
  for (const e of entries) { e.value = length; const b = Buffer.from(e.to + '\0'); texts.push(b); length += b.length }
  const place = (node, label, leafOf, depth, list) => {
    const here = list.find(e => e.key.length === depth), rest = list.filter(e => e.key.length > depth)
    const labels = [...new Set(rest.map(e => e.key[depth]))].sort((a, b) => a - b)
    let base = 1
    while (taken.has(base) || (here && taken.has(base)) || labels.some(l => taken.has(base ^ l))) base++
    taken.add(base)
    labels.forEach(l => taken.add(base ^ l))
    units[node] = ((node ^ base) << 10 | (here ? 256 : 0) | label) >>> 0
    if (here) units[base] = (0x80000000 | here.value) >>> 0
    for (const l of labels) place(base ^ l, l, null, depth + 1, rest.filter(e => e.key[depth] === l))
  }
  place(0, 0, null, 0, entries)
  const array = Uint32Array.from({ length: (units.length + 256) & ~255 }, (_, i) => units[i] ?? 0)
  return Buffer.concat([Buffer.from(Uint32Array.of(array.byteLength).buffer), Buffer.from(array.buffer), ...texts])
}
const rules = { '\t': ' ', '\n': ' ', '\r': ' ', '\u00a0': ' ', '\u2003': ' ', '\u3000': ' ', '\u200b': ' ', '\u0001': '', '\u007f': '', '\u00ad': '', 'ﬁ': 'fi', '½': '1⁄2', '\u212b': 'Å', 'e\u0301': 'é', 'A\u030a': 'Å',
  'ｶﾞ': 'ガ', '™': 'TM', '①': '1', 'ａ': 'a', 'ｂ': 'b', 'Ａ': 'A', '…': '...', 'ﷺ': 'صلى الله', '\u0340': '\u0300', '®': '(R)', '각': 'x' }

// A model's pieces in the order of their scores, which are float32.
const spaced = ['the', 'a', 'of', 'un', 'he', 'h', 't', 'New', 'York', 'co', '東京', 'na', 'ha', 'aff', 'so', '(', '1', 'T', 'é', 'le'].map(p => '▁' + p)
const inner = ['the', 'he', 'in', 'er', 'ing', 'able', 'aa', 'ab', 'ba', 'aab', 'abab', 'ha', 'aha', 'fi', 'ne', 'ty', 'or', 'York', 'ld', 'll', '..', '...', '東', '京', '都', '日本', '本', '日', 'ガ', 'صل', 'é', 'Å', '⁄', '1', '19', '99', '1999,', '9,', '9', ',', '.',
  '-', "'", '"', '(', ')', '!', '😀', '👍', '👍🏽', 'ö', 'ß', 'i', 'İ', 'ı', ...'abcdefghijklmnopqrstuvwxyzACHNRTY0123458▁']
const bodies = [...new Set([...spaced, ...inner])]
const body = offset => bodies.map((p, i) => [p, Math.fround(-2 - (i * 37 % 101) / 9 - offset), 1])
const control = list => list.map(p => [p, 0, 3])
const unigram = [['<unk>', 0, 2], ...control(['<s>', '</s>']), ...body(0)]
const bytes = Array.from({ length: 256 }, (_, b) => [`<0x${b.toString(16).toUpperCase().padStart(2, '0')}>`, 0, 6])
const merged = list => list.map(([p, , kind], i) => [p, i === 0 ? 0 : -i, kind])
// Merges need all parts: pieces grow by one character.
const chars = [...new Set(bodies.flatMap(p => [...p]))]
const grown = [...new Set(bodies.flatMap(p => [...p].map((_, i, all) => all.slice(0, i + 1).join(''))))].filter(p => [...p].length > 1)
const bpe = [...[['<unk>', 0, 2], ...control(['<s>', '</s>'])], ...merged([...grown, ...chars].map(p => [p, 0, 1]))]

const varint = n => { const out = []; for (n = BigInt.asUintN(64, BigInt(n)); n > 127n; n >>= 7n) out.push(Number(n & 127n | 128n)); return [...out, Number(n)] }
const bytesField = (field, content) => { const b = Buffer.from(content); return Buffer.concat([Buffer.from([...varint(field << 3 | 2), ...varint(b.length)]), b]) }
const intField = (field, n) => Buffer.from([...varint(field << 3), ...varint(n)])
const floatField = (field, x) => { const b = Buffer.alloc(4); b.writeFloatLE(x); return Buffer.concat([Buffer.from(varint(field << 3 | 5)), b]) }
function proto({ pieces, kind = 1, unk = 0, map = null }) {
  const piece = ([text, score, type]) => bytesField(1, Buffer.concat([bytesField(1, text), floatField(2, score), ...type === 1 ? [] : [intField(3, type)]]))
  const trainer = Buffer.concat([bytesField(2, 'm'), intField(3, kind), intField(4, pieces.length), ...unk ? [intField(40, unk)] : [], intField(43, -1)])
  const normalizer = Buffer.concat([bytesField(1, map ? 'nmt_nfkc' : 'identity'), ...map ? [bytesField(2, map)] : []])
  return Buffer.concat([...pieces.map(piece), bytesField(2, trainer), bytesField(3, normalizer)])
}

// Conversions.
const token = (content, flags = {}) => ({ content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...flags })
const mask = content => token(content, { lstrip: true })
const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true }
const precompiled = map => ({ type: 'Precompiled', precompiled_charsmap: map.toString('base64') })
const replace = (pattern, content) => ({ type: 'Replace', pattern, content })
const strip = (strip_left, strip_right) => ({ type: 'Strip', strip_left, strip_right })
const sequence = list => ({ type: 'Sequence', normalizers: list })
const split = list => ({ type: 'Sequence', pretokenizers: list })
const plain = map => sequence([...map ? [precompiled(map)] : [], strip(false, true), replace({ Regex: ' {2,}' }, '▁')])
const old = (map, small) => sequence([replace({ String: '``' }, '"'), replace({ String: "''" }, '"'), { type: 'NFKD' }, { type: 'StripAccents' }, ...small ? [{ type: 'Lowercase' }] : [], precompiled(map)])
const words = split([{ type: 'WhitespaceSplit' }, metaspace])
const scores = pieces => pieces.map(([p, s]) => [p, s])
const digits = pieces => scores(pieces).map(([p, s]) => /\d,$/.test(p) ? [p, s - 100] : [p, s])
const fairseq = (pieces, more = []) => [['<s>', 0], ['<pad>', 0], ['</s>', 0], ['<unk>', 0], ...scores(pieces.slice(3)), ...more.map(t => [t, 0]), ['<mask>', 0]]
const languages = 'ar_AR cs_CZ de_DE en_XX es_XX et_EE fi_FI fr_XX gu_IN hi_IN it_IT ja_XX kk_KZ ko_KR lt_LT lv_LV my_MM ne_NP nl_XX ro_RO ru_RU si_LK tr_TR vi_VN zh_CN'.split(' ')
const symbols = pieces => pieces.filter(p => p[2] === 3 || p[2] === 4).map(p => token(p[0], { special: p[2] === 3 }))
function bpeModel(pieces, byte_fallback) {
  const vocab = Object.fromEntries(pieces.map((p, i) => [p[0], i])), merges = []
  for (const [text, score] of pieces) {
    const all = [...text], local = []
    for (let i = 1; i < all.length; i++) {
      const [l, r] = [all.slice(0, i).join(''), all.slice(i).join('')]
      if (l in vocab && r in vocab) local.push([l, r, score])
    }
    merges.push(...local.sort((a, b) => vocab[a[0]] - vocab[b[0]] || vocab[a[1]] - vocab[b[1]]))
  }
  merges.sort((a, b) => b[2] - a[2] || [...b[0]].length - [...a[0]].length || [...b[1]].length - [...a[1]].length)
  return { type: 'BPE', dropout: null, unk_token: '<unk>', continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: true, byte_fallback, ignore_merges: false, vocab, merges: merges.map(m => [m[0], m[1]]) }
}
const uni = (vocab, unk_id, byte_fallback = false) => ({ type: 'Unigram', unk_id, vocab, byte_fallback })
const llamaDecoder = { type: 'Sequence', decoders: [{ type: 'Replace', pattern: { String: '▁' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }] }
const map = charsmap(rules)
const bert = ['[CLS] $A [SEP]', '[CLS] $A [SEP] $B:1 [SEP]:1']
const roberta = ['<s> $A </s>', '<s> $A </s> </s> $B </s>']
const albert = [...control(['<pad>']), ['<unk>', 0, 2], ...control(['[CLS]', '[SEP]', '[MASK]']), ['(', 0, 4], ['.', 0, 4], ...body(0).filter(p => !'(.'.includes(p[0]))]
const xlnet = [['<unk>', 0, 2], ...control(['<s>', '</s>', '<cls>', '<sep>', '<pad>', '<mask>', '<eod>']), ['<eop>', 0, 4], ...body(0)]
const defined = [['<unk>', 0, 2], ...control(['<s>', '</s>']), ['<br>', 0, 4], ['ab ab', 0, 4], ...body(0.5)]
const extra = Array.from({ length: 5 }, (_, i) => `<extra_id_${4 - i}>`)
const deberta = [...control(['[PAD]', '[CLS]', '[SEP]']), ['[UNK]', 0, 2], ...body(0)]

const settings = {
  t5: { file: 'spiece.model', model: { pieces: defined, map }, config: { tokenizer_class: 'T5Tokenizer', extra_ids: 5 },
    json: p => ({ model: uni([...scores(p), ...extra.map(t => [t, 0])], 0), added: [...symbols(p), ...['</s>', '<unk>', '<pad>', ...extra].map(t => token(t))], normalizer: plain(map), template: ['$A </s>', '$A </s> $B </s>'] }) },
  'xlm-roberta': { file: 'sentencepiece.bpe.model', model: { pieces: unigram, map }, config: { tokenizer_class: 'XLMRobertaTokenizerFast' },
    json: p => ({ model: uni(fairseq(p), 3), added: [...symbols(p), ...['<s>', '<pad>', '</s>', '<unk>'].map(t => token(t)), mask('<mask>')], normalizer: plain(map), template: roberta }) },
  camembert: { file: 'sentencepiece.bpe.model', model: { pieces: unigram, map: null }, config: { tokenizer_class: 'CamembertTokenizer' },
    json: p => ({ model: uni([['<s>NOTUSED', 0], ['<pad>', 0], ['</s>NOTUSED', 0], ['<unk>', 0], ['<unk>NOTUSED', -100], ...scores(p.slice(1)), ['<mask>', 0]], 3),
      added: [...symbols(p), ...['<s>', '</s>', '<unk>', '<pad>'].map(t => token(t)), mask('<mask>'), ...['<s>NOTUSED', '</s>NOTUSED', '<unk>NOTUSED'].map(t => token(t))], normalizer: plain(null), template: roberta }) },
  albert: { file: 'spiece.model', model: { pieces: albert, unk: 1, map }, config: { tokenizer_class: 'AlbertTokenizer' },
    json: p => ({ model: uni(digits(p), 1), added: [...['<pad>', '<unk>', '[CLS]', '[SEP]'].map(t => token(t)), mask('[MASK]')], normalizer: old(map, true), split: words, template: bert }) },
  xlnet: { file: 'spiece.model', model: { pieces: xlnet, map }, config: { tokenizer_class: 'XLNetTokenizer' },
    json: p => ({ model: uni(digits(p), 0), added: [...['<unk>', '<s>', '</s>', '<cls>', '<sep>', '<pad>'].map(t => token(t)), mask('<mask>'), ...['<eod>', '<eop>'].map(t => token(t))], normalizer: old(map, false), split: words,
      template: ['$A <sep> <cls>:2', '$A <sep> $B:1 <sep>:1 <cls>:2'] }) },
  'deberta-v2': { file: 'spm.model', model: { pieces: deberta, unk: 3, map }, config: { tokenizer_class: 'DebertaV2Tokenizer', do_lower_case: true, split_by_punct: true },
    json: p => ({ model: uni(scores(p), 3), added: [...symbols(p), ...['[CLS]', '[SEP]', '[UNK]', '[PAD]', '[MASK]'].map(t => token(t))],
      normalizer: sequence([{ type: 'Lowercase' }, strip(true, true), precompiled(map), replace({ Regex: ' {2,}' }, ' ')]), split: split([{ type: 'Punctuation', behavior: 'Isolated' }, metaspace]), template: bert }) },
  mbart: { file: 'sentencepiece.bpe.model', model: { pieces: unigram, map }, config: { tokenizer_class: 'MBartTokenizer' },
    json: p => ({ model: uni(fairseq(p, languages), 3), added: [...symbols(p), ...['<s>', '</s>', '<unk>', '<pad>'].map(t => token(t)), mask('<mask>'), ...languages.map(t => token(t))], normalizer: plain(map), template: ['$A </s> en_XX', '$A $B </s> en_XX'] }) },
  reformer: { file: 'spiece.model', model: { pieces: bpe, kind: 2, map }, config: { tokenizer_class: 'ReformerTokenizer' },
    json: p => ({ model: bpeModel(p, false), added: ['</s>', '<unk>'].map(t => token(t)), normalizer: plain(map) }) },
  llama: { file: 'tokenizer.model', model: { pieces: [...bpe.slice(0, 3), ...bytes, ...bpe.slice(3)], kind: 2, map: null }, config: { tokenizer_class: 'LlamaTokenizer' },
    json: p => ({ model: bpeModel(p, true), added: [...symbols(p), ...['<unk>', '<s>', '</s>'].map(t => token(t))], normalizer: sequence([{ type: 'Prepend', prepend: '▁' }, replace({ String: ' ' }, '▁')]), split: null, decoder: llamaDecoder,
      template: ['<s> $A', '<s> $A <s>:1 $B:1'] }) },
  'llama-unigram': { file: 'tokenizer.model', model: { pieces: [...unigram.slice(0, 3), ...bytes, ...unigram.slice(3)], map: null }, config: { tokenizer_class: 'LlamaTokenizer', legacy: false },
    json: p => ({ model: uni(scores(p), 0, true), added: [...symbols(p), ...['<unk>', '<s>', '</s>'].map(t => token(t))], normalizer: null, split: { ...metaspace, prepend_scheme: 'first', split: false }, decoder: llamaDecoder,
      template: ['<s> $A', '<s> $A <s>:1 $B:1'] }) },
}

const texts = ['the', 'The', 'New York', 'unaffable', 'hahaha', 'aaaaaaaaaaaaaaaa', 'abababababab', 'ababaabab', '1999,', '9,', '(1999)', "``so''", 'ﬁne', 'ﬁ\u0301', '½', '™', '…', '....', 'ﷺ', '\u212b', 'A\u030a', 'e\u0301', 'E\u0301', '®\u0301', '®\u200d®\u0301',
  '각\u0301', 'क\u094dक\u0301', '\u0600®', 'ｶﾞ', 'ｶ\u0301', '東京都', '日本', '😀', '👍🏽', 'Straße', 'İstanbul', '\u0001', '\u007f\u00ad', '\u200b', '\u00a0', '\u3000', '\t', '\r\n', '\n\n', '  ', '   ', '▁', '▁▁', '▁the', '<unk>', '<s>', '</s>', '<pad>', '<mask>',
  ' <mask> ', '[MASK]', ' [MASK]', '[CLS]', '[UNK]', '<cls>', '<eop>', '<br>', 'ab ab', 'ab\u200bab', '<extra_id_0>', 'en_XX', '<0x41>', '\uD800', '\uDC00', 'q', 'ж', '한국']
function text() {
  let s = ''
  for (let n = 1 + random(12); n > 0; n--) {
    const kind = random(7)
    if (kind < 4) s += pick(texts)
    else if (kind < 5) for (let k = 1 + random(9); k > 0; k--) s += pick([...'aabbhe n'])
    else if (kind < 6) s += pick(texts).repeat(1 + random(5))
    else for (let k = 1 + random(3); k > 0; k--) s += String.fromCodePoint(pick([random(0x250), random(0x3100), random(0xd800), 0xe000 + random(0x2000), 0x10000 + random(0x100000)]))
    if (random(3) === 0) s += ' '.repeat(1 + random(3))
  }
  return s
}
const utf16 = s => { const at = []; for (let i = 0; i < s.length; i++) { at.push(i); const c = s.codePointAt(i); if (c > 0xffff) i++ } at.push(s.length); return at }
function textFields(s) {
  const half = [...s].reduce((all, c) => { if (/^[\uD800-\uDFFF]$/.test(c)) all.list.push(all.at); all.at += c.length; return all }, { at: 0, list: [] }).list
  return half.length ? { text: s.toWellFormed(), half } : { text: s }
}

for (const [name, { file, model, config, json: convert }] of Object.entries(settings)) {
  const { model: made, added, normalizer, split = metaspace, decoder = metaspace, template } = convert(model.pieces)
  const ids = new Map(Array.isArray(made.vocab) ? made.vocab.map(([p], i) => [p, i]) : Object.entries(made.vocab))
  const unique = new Map()
  for (const t of added) { if (!ids.has(t.content)) ids.set(t.content, ids.size); unique.set(t.content, { id: ids.get(t.content), ...t }) }
  const parts = t => t.split(' ').map(p => { const [id, type = '0'] = p.split(':'); return id[0] === '$' ? { Sequence: { id: id[1], type_id: Number(type) } } : { SpecialToken: { id, type_id: Number(type) } } })
  const named = template ? [...new Set(template.flatMap(t => parts(t)).flatMap(p => p.SpecialToken ? [p.SpecialToken.id] : []))] : []
  const json = {
    version: '1.0', truncation: null, padding: null, added_tokens: [...unique.values()].sort((a, b) => a.id - b.id), normalizer, pre_tokenizer: split,
    post_processor: template ? { type: 'TemplateProcessing', single: parts(template[0]), pair: parts(template[1]), special_tokens: Object.fromEntries(named.map(t => [t, { id: t, ids: [ids.get(t)], tokens: [t] }])) } : null,
    decoder, model: made,
  }
  const tokenizer = hf.Tokenizer.fromString(JSON.stringify(json))
  const golden = { texts: [], pairs: [], decoded: [] }
  for (let i = 0; i < Number(textCount); i++) {
    const s = text()
    const e = await tokenizer.encode(s, null, { addSpecialTokens: false })
    const at = utf16(s)
    golden.texts.push({ ...textFields(s), ids: e.getIds(), offsets: e.getOffsets().flatMap(([a, b]) => [at[a], at[b]]) })
  }
  for (let i = 0; i < Number(textCount) / 8; i++) {
    // Rows with room for an even number of tokens: which text of a pair gets an odd one depends on how far the library reads into long ones.
    const side = pick(['right', 'left']), [a, b] = [text().toWellFormed(), random(3) ? text().toWellFormed() : null]
    const most = 4 + 2 * random(20) + (template ? parts(template[1]).filter(p => p.SpecialToken).length : 0)
    tokenizer.setTruncation(most, { strategy: 'LongestFirst', direction: side })
    const e = await tokenizer.encode(a, b)
    tokenizer.disableTruncation()
    golden.pairs.push({ first: a, second: b, max: most, side, ids: e.getIds(), types: e.getTypeIds() })
  }
  for (let i = 0; i < Number(textCount) / 2; i++) {
    const some = random(2) ? (await tokenizer.encode(text(), null)).getIds() : Array.from({ length: 1 + random(12) }, () => random(ids.size + 5))
    golden.decoded.push({ ids: some, all: await tokenizer.decode(some, false), plain: await tokenizer.decode(some, true) })
  }
  const into = path.join(folder, `sentencepiece-${name}`)
  fs.mkdirSync(into, { recursive: true })
  fs.writeFileSync(path.join(into, file), proto(model))
  fs.writeFileSync(path.join(into, 'tokenizer_config.json'), JSON.stringify(config) + '\n')
  fs.writeFileSync(path.join(into, 'tokenizer.json'), JSON.stringify(json) + '\n')
  const lines = list => '[\n' + list.map(x => JSON.stringify(x)).join(',\n') + '\n]'
  fs.writeFileSync(path.join(into, 'golden.json'), `{"texts": ${lines(golden.texts)},\n"pairs": ${lines(golden.pairs)},\n"decoded": ${lines(golden.decoded)}}\n`)
}
