// Hugging Face's own tokenizers for the differential tests. Run it where `npm install --ignore-scripts tokenizers` was run.
//
//     node peer.mjs TOKENIZER.json LINES.jsonl > ANSWERS.jsonl
//
// A line in is a text, a pair of texts, or {"decode": [ids]}; its answer has ids, UTF-16 offsets of the (first) text without special tokens,
// ids and types with them, and what both are decoded to, with special tokens and without. Truncation and padding are switched off.
import fs from 'node:fs'
import { createRequire } from 'node:module'
const { Tokenizer } = createRequire(process.cwd() + '/')('tokenizers')

const [tokenizerFile, lineFile] = process.argv.slice(2)
const tokenizer = Tokenizer.fromFile(tokenizerFile)
tokenizer.disableTruncation()
tokenizer.disablePadding()
// Half a surrogate pair counts as U+FFFD, which is how the library receives it.
const units = s => { const at = []; for (let i = 0; i < s.length; i++) { at.push(i); if (s.codePointAt(i) > 0xffff) i++ } at.push(s.length); return at }
const decode = async ids => ({ all: await tokenizer.decode(ids, false), plain: await tokenizer.decode(ids, true) })
const out = []
for (const line of fs.readFileSync(lineFile, 'utf8').split('\n')) {
  if (!line) continue
  const input = JSON.parse(line)
  if (input.decode) { out.push(await decode(input.decode)); continue }
  const [first, second] = [input].flat().concat(null)
  const bare = await tokenizer.encode(first, null, { addSpecialTokens: false })
  const row = await tokenizer.encode(first, second, { addSpecialTokens: true })
  const at = units(first), ids = bare.getIds()
  out.push({ ids, offsets: bare.getOffsets().flatMap(([a, b]) => [at[a], at[b]]), rowIds: row.getIds(), rowTypes: row.getTypeIds(), ...await decode(ids) })
}
process.stdout.write(out.map(o => JSON.stringify(o) + '\n').join(''))
