/**
 * A real ONNX model, small enough to be written by hand: a table with a vector for each word (Gather). The format is
 * protobuf (onnx.proto3); the field numbers are its own.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const INT64 = 7
const FLOAT = 1
const IR_VERSION = 8
const OPSET = 13

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  while (rest > 127) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  return Buffer.from([...bytes, rest])
}
const number = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)])
const bytes = (field: number, value: Buffer) =>
  Buffer.concat([varint(field * 8 + 2), varint(value.length), value])
const text = (field: number, value: string) => bytes(field, Buffer.from(value, 'utf8'))
const message = (field: number, ...parts: readonly Buffer[]) => bytes(field, Buffer.concat(parts))

function valueInfo(field: number, name: string, type: number, shape: readonly (string | number)[]): Buffer {
  const dims = shape.map((dim) => message(1, typeof dim === 'number' ? number(1, dim) : text(2, dim)))
  return message(field, text(1, name), message(2, message(1, number(1, type), message(2, ...dims))))
}

/** `vectors`: a row for each word of the vocabulary, in its order. */
export function onnxBagOfWords(vectors: readonly (readonly number[])[]): Buffer {
  const size = vectors[0]?.length ?? 0
  const table = message(
    5,
    number(1, vectors.length),
    number(1, size),
    number(2, FLOAT),
    text(8, 'table'),
    bytes(9, Buffer.from(Float32Array.from(vectors.flat()).buffer)),
  )
  const gather = message(
    1,
    text(1, 'table'),
    text(1, 'input_ids'),
    text(2, 'last_hidden_state'),
    text(3, 'look_up'),
    text(4, 'Gather'),
  )
  const graph = message(
    7,
    gather,
    text(2, 'bag_of_words'),
    table,
    valueInfo(11, 'input_ids', INT64, ['batch', 'words']),
    valueInfo(11, 'attention_mask', INT64, ['batch', 'words']),
    valueInfo(12, 'last_hidden_state', FLOAT, ['batch', 'words', size]),
  )
  return Buffer.concat([number(1, IR_VERSION), graph, message(8, text(1, ''), number(2, OPSET))])
}

/** Words of one line mean the same to the model; every line has a direction of its own. */
export function writeModelFolder(folder: string, meanings: readonly (readonly string[])[]): void {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]']
  const words = meanings.flat()
  const vocabulary = [...special, ...words]
  const direction = (at: number) => meanings.map((_, other) => (at === other ? 1 : 0))
  const vectors = [
    ...special.map(() => meanings.map(() => 0)),
    ...meanings.flatMap((line, at) => line.map(() => direction(at))),
  ]
  const added = special.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }))
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
      },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
    },
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'model.onnx'), onnxBagOfWords(vectors))
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer))
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ max_position_embeddings: 128 }))
}
