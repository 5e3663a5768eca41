#!/usr/bin/env node
// Trains vocabularies with Hugging Face's tokenizers, for the tests of src/MLNetTransfer.Modeling/Tokenization/Training.
//
//     mkdir hf && cd hf && npm install --ignore-scripts tokenizers@0.23.2
//     node PATH/TO/eng/tokenizer-goldens/vocabularies.mjs PATH/TO/tests/MLNetTransfer.Modeling.Tests/Goldens/vocabularies
//
// Reads text.txt in the folder (the first chapters of Pride and Prejudice and a story of Sherlock Holmes, in the public domain); writes merges.txt (byte-level BPE, whose merges are the same at each run), wordpiece.txt and unigram.txt (which are not: the order of a hash table
// decides where counts are equal). The library's own trainers are used as they are: 30,000 tokens (Unigram: 8,000), no special ones, no least frequency.
// Lines are trained on with their ends.
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'
const hf = createRequire(process.cwd() + '/')('tokenizers')

const [folder] = process.argv.slice(2)
const train = (model, preTokenizer, normalizer) => {
  const tokenizer = new hf.Tokenizer(model)
  if (normalizer) tokenizer.setNormalizer(normalizer)
  tokenizer.setPreTokenizer(preTokenizer)
  tokenizer.train([path.join(folder, 'text.txt')])
  const file = path.join(fs.mkdtempSync('vocabulary-'), 'tokenizer.json')
  tokenizer.save(file)
  const { model: trained } = JSON.parse(fs.readFileSync(file, 'utf8'))
  fs.rmSync(path.dirname(file), { recursive: true })
  return trained
}
const write = (name, lines) => fs.writeFileSync(path.join(folder, name), lines.map(l => l + '\n').join(''))

write('merges.txt', train(hf.BPE.empty(), hf.byteLevelPreTokenizer(false)).merges.map(m => [m].flat().join(' ')))
write('wordpiece.txt', Object.entries(train(hf.WordPiece.empty(), hf.bertPreTokenizer(), hf.bertNormalizer({})).vocab).sort((a, b) => a[1] - b[1]).map(e => e[0]))
write('unigram.txt', train(hf.Unigram.empty(), hf.metaspacePreTokenizer()).vocab.map(([piece, score]) => JSON.stringify([piece, score])))
