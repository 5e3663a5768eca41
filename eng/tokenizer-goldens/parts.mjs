// Small made-up tokenizers, one for each part of tokenizer.json and each of its settings: [name, tokenizer.json's members, texts' own pieces].
const range = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i))
const ids = (list, from = 0) => Object.fromEntries([...new Set(list)].map((t, i) => [t, from + i]))
const regex = r => ({ Regex: r })
const split = (pattern, behavior = 'Isolated', invert = false) => ({ type: 'Split', pattern, behavior, invert })
const chain = (...normalizers) => ({ type: 'Sequence', normalizers })
const steps = (...pretokenizers) => ({ type: 'Sequence', pretokenizers })
const decoders = (...list) => ({ type: 'Sequence', decoders: list })
const replace = (pattern, content) => ({ type: 'Replace', pattern, content })
const bpe = options => ({ type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: false, merges: [], ...options })

// A token for each byte: ids show the text as the model gets it. One token: offsets show how it was split.
const bytes = bpe({ byte_fallback: true, vocab: ids(Array.from({ length: 256 }, (_, b) => `<0x${b.toString(16).toUpperCase().padStart(2, '0')}>`)) })
const words = { type: 'WordLevel', unk_token: '[UNK]', vocab: ids(['[UNK]', 'the', ' ', 'The', 'RUNNING', '.', ',', '▁the', "'s", '12']) }

// The alphabet of byte-level tokenizers, and merges over it.
const alphabet = []
for (let b = 0, n = 256; b < 256; b++) alphabet.push(String.fromCodePoint(b >= 33 && b <= 126 || b >= 161 && b <= 172 || b >= 174 ? b : n++))
const byteMerges = ['Ġ t', 't h', 'h e', 'Ġt he', 'Ġ a', 'i n', 'in g', 'r u', 'n n', 'ru nn', 'runn ing', 'Ġ Ġ', 'ĠĠ ĠĠ', 'Ã ©', 'ð Ł', 'ðŁ ĺ', 'Ċ Ċ', 'o n', "' s", 'e s', 'a b', 'b c', 'ab c', 'x x', 'xx xx', 'Ġ x']
const byteVocabulary = ids([...alphabet, ...byteMerges.map(m => m.replace(' ', '')), '<|end|>'])
const byteLevel = (options = {}) => bpe({ vocab: byteVocabulary, merges: byteMerges, ...options })
const byteLevelPre = (add_prefix_space, use_regex = true) => ({ type: 'ByteLevel', add_prefix_space, trim_offsets: true, use_regex })
const trim = (add_prefix_space, trim_offsets = true) => ({ type: 'ByteLevel', add_prefix_space, trim_offsets, use_regex: true })
const byteDecoder = { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true }

const letters = [...range(0x21, 0x7e), ...'éßαβδабв漢字東京한😀\u0301▁']
const letterMerges = ['t h', 'th e', 'r u', 'i n', 'in g', '▁ the', '▁ t', 'a a', 'aa aa', 'é \u0301', '漢 字', 'e r']
const letterVocabulary = ids(['<unk>', ...letters, ...letterMerges.map(m => m.replace(' ', '')), '<0x41>', '<0xE2>', '<0x80>', '<0x83>'])

// OpenAI's and Meta's patterns as published models have them.
const gpt2 = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
const cl100k = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
const cl100kPossessive = String.raw`'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+`
const o200k = String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`
const qwen = cl100k.replace('{1,3}', '')
const bloom = String.raw` ?[^(\s|[.,!?…。，、।۔،])]+`
const deepseek = [String.raw`[\r\n]`, String.raw`\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-Ֆ]+`, String.raw`\s?[!-/:-~！-／：-～‘-‟　-。]+`, String.raw`\s+$`, String.raw`[一-龥ࠀ-一가-퟿]+`]

const contractions = ["'s", "'S", "'ſ", "'ll", "'LL", "'re", "'Ve", "don't", 'x1234567', '\r\n', '\n\n ', '½²Ⅷ٣', '  \n', 'aB', 'ABc', 'Ab/\n', '。', '…', '۔x']
const spaces = [' ', '  ', '\t', '\n', '\u00a0', '\u3000', '\u2028', '\u0085', '\u200b', '\ufeff', '\u180e']
const underscores = ['▁', '▁the', 'the▁', '▁▁', ' ▁ ']
const over = ['ab', 'abab', 'aab', 'x12', 'foo', 'fo', 'ba\n', '\nab', 'É', 'x-y', '[a]', 'a+b', 'ЖЖ', 'ひらカナ漢', '12', ' ', '\n']

// Regular expressions that try the syntax.
const regexes = [
  String.raw`^.|.$`, String.raw`\A\w+|\w+\z`, String.raw`\b\w`, String.raw`\Bx|\Ba`, String.raw`(?m:a.b|\n.)`, String.raw`a*?b|x+?\d`, String.raw`(?:ab|a)(?:b|ab)?`, String.raw`(?>a+|ab)b?`, String.raw`(?<=a)b|(?<!x)1`, String.raw`(?=[ab])|\d`,
  String.raw`[a-c&&[^b]]+|[^\w\s&&[^-]]`, String.raw`[\p{Han}\p{Hiragana}]+|\p{Katakana}|\p{^L}`, String.raw`\P{Cyrillic}+`, String.raw`[[:digit:][:space:]]+|[[:^word:]]`, String.raw`[]a]+|[a\]\-]`, String.raw`\x61b|\x{416}|É`, String.raw`a{2}|b{1,}|x{,2}1|o{2,3}`,
  String.raw`(?i)foo|AB`, String.raw`x(?i:AB)|[A-C](?-i:b)`, String.raw`(a|ab)(c|bcd)?(x*)`, String.raw`\h+|\H`, String.raw`\R?x`.replace(String.raw`\R?`, ''), String.raw`\s+(?=\S)|\S(?!\S)`, String.raw`.{3}|..`, String.raw`(?:a|b)+?(?=b)|.`, String.raw`\d++\D|\W?+a`, String.raw`\p{Lu}|\p{M}+|\p{P}|\p{S}|\p{Zs}|\p{Cn}|\p{Co}`,
]

export const parts = [
  ...Object.entries({
    nfc: { type: 'NFC' }, nfd: { type: 'NFD' }, nfkc: { type: 'NFKC' }, nfkd: { type: 'NFKD' }, lowercase: { type: 'Lowercase' }, 'strip-accents': { type: 'StripAccents' }, nmt: { type: 'Nmt' }, 'byte-level': { type: 'ByteLevel' },
    strip: { type: 'Strip', strip_left: true, strip_right: true }, 'strip-left': { type: 'Strip', strip_left: true, strip_right: false }, prepend: { type: 'Prepend', prepend: '▁x' },
    'replace-text': replace({ String: 'the' }, 'THAT'), 'replace-with-nothing': replace({ String: ' ' }, ''), 'replace-regex': replace(regex(' {2,}|[0-9]'), '▁é'), 'replace-places': replace(regex(String.raw`(?=\p{Lu})|\b`), '_'),
    albert: chain(replace({ String: '``' }, '"'), replace({ String: "''" }, '"'), { type: 'NFKD' }, { type: 'StripAccents' }, { type: 'Lowercase' }),
    chained: chain({ type: 'Strip', strip_left: false, strip_right: true }, { type: 'Prepend', prepend: '▁' }, replace({ String: ' ' }, '▁'), { type: 'NFKC' }, { type: 'NFD' }, { type: 'NFC' }, { type: 'ByteLevel' }),
  }).map(([name, normalizer]) => [`normalizer-${name}`, { normalizer, model: bytes, decoder: decoders({ type: 'ByteFallback' }, { type: 'Fuse' }) }, ["``''", '  the', 'the the', ...spaces]]),

  ...Object.entries({
    whitespace: { type: 'Whitespace' }, 'whitespace-split': { type: 'WhitespaceSplit' }, digits: { type: 'Digits', individual_digits: false }, 'single-digits': { type: 'Digits', individual_digits: true }, delimiter: { type: 'CharDelimiterSplit', delimiter: 'e' },
    'fixed-length': { type: 'FixedLength', length: 3 }, scripts: { type: 'UnicodeScripts' },
    ...Object.fromEntries(['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'].flatMap(b => [[`punctuation-${b}`, { type: 'Punctuation', behavior: b }], [`split-${b}`, split(regex(String.raw`\d+|e`), b)], [`split-inverted-${b}`, split(regex(String.raw`\w+|(?=\p{L})`), b, true)]])),
    'split-text': split({ String: ' the' }, 'MergedWithNext'), gpt2: split(regex(gpt2)), cl100k: split(regex(cl100k)), 'cl100k-possessive': split(regex(cl100kPossessive)), o200k: split(regex(o200k)), qwen: split(regex(qwen)), bloom: split(regex(bloom)),
    deepseek: steps(...deepseek.map(r => split(regex(r))), { type: 'Digits', individual_digits: true }), sequence: steps({ type: 'WhitespaceSplit' }, { type: 'Punctuation', behavior: 'Contiguous' }, { type: 'Digits', individual_digits: false }),
  }).map(([name, pre_tokenizer]) => [`split-by-${name}`.replace('split-by-split', 'split'), { pre_tokenizer, model: words }, [...contractions, ...spaces, '12', '3.14', 'そか', '漢ab', 'ー々', 'x\u0301y']]),
  ...regexes.map((r, i) => [`regex-${String(i + 1).padStart(2, '0')}`, { pre_tokenizer: split(regex(r), 'Isolated'), model: words }, over]),

  ...[['always', true], ['first', true], ['never', true], ['always', false], ['first', false]].flatMap(([prepend_scheme, s]) => {
    const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme, split: s }
    return [bytes, words].map(model => [`metaspace-${prepend_scheme}${s ? '' : '-whole'}-${model === bytes ? 'bytes' : 'words'}`,
      { pre_tokenizer: steps(split({ String: ',' }, 'Removed'), metaspace), model, decoder: metaspace, added: ['<x>'] }, [...underscores, '<x>', ',', '<x> the']])
  }),

  ...[[false, true], [true, true], [false, false], [true, false]].map(([prefix, r]) => [`byte-level-${prefix ? 'prefix' : 'bare'}${r ? '' : '-whole'}`,
    { pre_tokenizer: byteLevelPre(prefix, r), model: byteLevel(), decoder: byteDecoder, post_processor: trim(prefix), added: ['<|end|>'] }, ['<|end|>', ' <|end|> ', ...contractions, ...spaces, 'the', 'the thes', 'running', 'abc'.repeat(9)]]),
  ['byte-level-untrimmed', { pre_tokenizer: byteLevelPre(false), model: byteLevel({ ignore_merges: true }), post_processor: trim(true, false), decoder: byteDecoder }, contractions],
  ['byte-level-split', { normalizer: { type: 'NFC' }, pre_tokenizer: steps(split(regex(cl100k)), byteLevelPre(false, false)), model: byteLevel({ ignore_merges: true }), decoder: byteDecoder, post_processor: { type: 'Sequence', processors: [trim(true), { type: 'TemplateProcessing', single: [{ SpecialToken: { id: '<|end|>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }], pair: [{ SpecialToken: { id: '<|end|>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 2 } }, { SpecialToken: { id: '<|end|>', type_id: 3 } }], special_tokens: { '<|end|>': { id: '<|end|>', ids: [byteVocabulary['<|end|>']], tokens: ['<|end|>'] } } }] } }, contractions],
  ['roberta', { pre_tokenizer: byteLevelPre(true), model: byteLevel(), decoder: byteDecoder, post_processor: { type: 'RobertaProcessing', sep: ['<|end|>', byteVocabulary['<|end|>']], cls: ['x', byteVocabulary.x], trim_offsets: true, add_prefix_space: true }, added: [{ content: '<mask>', lstrip: true }, { content: '<w>', rstrip: true, normalized: true }] }, ['<mask>', '  <mask>', '<w>  ', ' <w>', ...spaces, 'the the']],

  ['bpe-suffix', { normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true }, pre_tokenizer: { type: 'BertPreTokenizer' }, decoder: { type: 'BPEDecoder', suffix: '</w>' },
    model: bpe({ unk_token: '<unk>', end_of_word_suffix: '</w>', vocab: ids(['<unk>', ...letters, ...letters.map(c => c + '</w>'), 'th', 'the</w>', 'in', 'ing</w>', 'ru', 'th</w>']), merges: ['t h', 'th e</w>', 'i n', 'in g</w>', 'r u', 't h</w>'] }) }, ['the', 'thing', 'run']],
  ['bpe-prefix', { pre_tokenizer: { type: 'Whitespace' }, decoder: { type: 'WordPiece', prefix: '##', cleanup: false }, model: bpe({ unk_token: '<unk>', fuse_unk: true, continuing_subword_prefix: '##', vocab: ids(['<unk>', ...letters, ...letters.map(c => '##' + c), 'th', 'the', '##in', '##ing']), merges: [['t', '##h'], ['th', '##e'], ['##i', '##n'], ['##in', '##g']] }) }, ['the', 'thing']],
  ['bpe-fused', { model: bpe({ unk_token: '<unk>', fuse_unk: true, vocab: letterVocabulary, merges: letterMerges }) }, underscores],
  ['bpe-unknown', { model: bpe({ unk_token: '<unk>', vocab: letterVocabulary, merges: letterMerges }) }, underscores],
  ['bpe-dropped', { model: bpe({ vocab: letterVocabulary, merges: letterMerges }) }, underscores],
  ['bpe-some-bytes', { normalizer: chain({ type: 'Prepend', prepend: '▁' }, replace({ String: ' ' }, '▁')), model: bpe({ unk_token: '<unk>', byte_fallback: true, fuse_unk: true, vocab: letterVocabulary, merges: letterMerges }), decoder: decoders(replace({ String: '▁' }, ' '), { type: 'ByteFallback' }, { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }) }, ['\u2003', ...underscores]],

  ...Object.entries({
    ctc: { type: 'CTC', pad_token: '<pad>', word_delimiter_token: '|', cleanup: true }, 'ctc-raw': { type: 'CTC', pad_token: '<pad>', word_delimiter_token: '|', cleanup: false }, strip: { type: 'Strip', content: '_', start: 2, stop: 1 },
    'replace-regex': replace(regex('[ab]+|(?=c)'), '-'), 'word-pieces': { type: 'WordPiece', prefix: '##', cleanup: true }, suffixes: { type: 'BPEDecoder', suffix: '</w>' }, bytes: { type: 'ByteFallback' }, metaspace: { type: 'Metaspace', replacement: '_', prepend_scheme: 'first', split: true },
    'metaspace-never': { type: 'Metaspace', replacement: '_', prepend_scheme: 'never', split: true }, 'byte-level': byteDecoder, joined: null,
    sequence: decoders(replace({ String: '_' }, ' '), { type: 'ByteFallback' }, { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }),
  }).map(([name, decoder]) => [`decode-${name}`, { decoder, normalizer: { type: 'Lowercase' }, model: { type: 'WordLevel', unk_token: 'a', vocab: ids(['a', 'ab', '____', '___x__', '<pad>', '|', 'a|b', '##a', 'a##', 'a</w>', '</w>', '<0xE2>', '<0x82>', '<0xAC>', '<0xac>', '<0x+1>', '<0xé>', '<0x1>', 'Ġthe', 'Ã', '©', 'ÃĠ', '漢', 'n', " n't", ' do not', " 's", ' .', ' ?', 'don', "'", 't', ' ', 'cc', 'é']) }, added: ['<S>', { content: '<N>', normalized: true }] }, []]),
]
