/** A reply as a requester would read it; quotes are stand-ins, marked as such. */
import { useState } from 'preact/hooks'
import { useConsole } from '../context.ts'
import { sampleReply, type TemplatesForm } from '../templates-form.ts'

export function TemplatesSample(props: { readonly form: TemplatesForm; readonly locale: string }) {
  const { words } = useConsole()
  const say = words.templates
  const [named, setNamed] = useState(true)
  const [partly, setPartly] = useState(false)
  const [modelled, setModelled] = useState(false)
  const lines = sampleReply(props.form, {
    name: named ? say.previewName : null,
    partly,
    modelled,
    quotes: [say.previewQuote1, say.previewQuote2],
  })
  return (
    <aside class="g-card c-sample" aria-labelledby="sample-title">
      <div class="g-card-head">
        <h2 class="g-h3" id="sample-title">
          {say.preview}
        </h2>
      </div>
      <div class="g-card-body g-stack" data-gap="4">
        <div class="c-segments" role="radiogroup" aria-labelledby="sample-title">
          {[true, false].map((withName) => (
            <label class="c-segment" key={String(withName)}>
              <input
                type="radio"
                name="sample-name"
                checked={named === withName}
                onChange={() => setNamed(withName)}
              />
              <span>{withName ? say.previewNamed : say.previewUnnamed}</span>
            </label>
          ))}
        </div>
        <label class="g-check">
          <input type="checkbox" checked={partly} onChange={() => setPartly(!partly)} />
          <span>{say.previewPartly}</span>
        </label>
        <label class="g-check">
          <input type="checkbox" checked={modelled} onChange={() => setModelled(!modelled)} />
          <span>{say.previewModel}</span>
        </label>
        <div class="c-sample-reply">
          {lines.map((line, index) => (
            // The sample has a fixed order; a line has no other identity.
            <p
              key={index}
              data-kind={line.kind}
              {...(line.kind === 'template' ? { lang: props.locale } : {})}
            >
              <bdi>{line.text}</bdi>{' '}
              {line.kind === 'quote' ? <span class="c-tag">{say.previewQuoteTag}</span> : null}
            </p>
          ))}
        </div>
      </div>
    </aside>
  )
}
