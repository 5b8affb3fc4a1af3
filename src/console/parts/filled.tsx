/** A whole sentence with elements in its places, in the order that the language wants. */
import { type ComponentChildren, Fragment } from 'preact'

export function Filled(props: {
  readonly sentence: string
  readonly values: Readonly<Record<string, ComponentChildren>>
}) {
  const parts = props.sentence.split(/(\{\w+\})/)
  return (
    <>
      {parts.map((part, at) => (
        // The sentence does not change while it stands, so neither do the places of its parts.
        <Fragment key={at}>
          {part.startsWith('{') ? (props.values[part.slice(1, -1)] ?? part) : part}
        </Fragment>
      ))}
    </>
  )
}
