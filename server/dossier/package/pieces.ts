/** Small texts gathered into pieces: a file of ten thousand lines is not ten thousand writes. */
const PIECE = 65_536

export async function* piecesOf(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let parts: string[] = []
  let length = 0
  for await (const text of texts) {
    parts.push(text)
    length += text.length
    if (length < PIECE) continue
    yield Buffer.from(parts.join(''), 'utf8')
    parts = []
    length = 0
  }
  if (length > 0) yield Buffer.from(parts.join(''), 'utf8')
}
