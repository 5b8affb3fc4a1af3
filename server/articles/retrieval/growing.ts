/** Typed arrays that grow by doubling: a change of one article must not copy what is there. */

export function grown32(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  if (length <= array.length) return array
  const larger = new Uint32Array(Math.max(length, 2 * array.length))
  larger.set(array)
  return larger
}

export function grownFloat(array: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  if (length <= array.length) return array
  const larger = new Float32Array(Math.max(length, 2 * array.length))
  larger.set(array)
  return larger
}
