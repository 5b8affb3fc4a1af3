/** Ties a schema to the type that the browser's side reads, both ways: neither can know a field that the other lacks. */
import { z } from 'zod'

type Read<T> = T extends (infer Item)[]
  ? readonly Read<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Read<T[K]> }
    : T

/** The name is the shape's in the API's document, where it stands once. */
export function shape<T>() {
  return <S extends z.ZodType<T>>(
    id: string,
    schema: S & (T extends Read<z.output<S>> ? unknown : never),
  ): z.ZodType<T> => schema.meta({ id })
}

export function listOf<T>(each: z.ZodType<T>): z.ZodType<readonly T[]> {
  return z.array(each)
}
