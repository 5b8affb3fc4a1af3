/** Tags of the helpdesk that say a requester may be under age: drafts are held back until compliance staff look. */
import { HELPDESK_TAG, MOST_MINOR_TAGS } from '../../domain/helpdesk-settings-api.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { useTypedOver } from '../typed-over.ts'
import { fill } from '../words.ts'
import type { HelpdeskPart } from './helpdesk.tsx'

export function HelpdeskTags({ view, onView }: HelpdeskPart) {
  const { words, mayChange } = useConsole()
  const say = words.helpdesk
  const { minorTags } = view.settings
  return (
    <section class="g-card" aria-labelledby="helpdesk-tags">
      <div class="g-card-head">
        <h2 class="g-h2" id="helpdesk-tags">
          {say.tags}
        </h2>
      </div>
      <div class="g-card-body g-stack" data-gap="4">
        <p>{say.tagsLead}</p>
        {mayChange ? (
          <TagsForm view={view} onView={onView} />
        ) : (
          <>
            <p class="g-row" data-gap="2">
              {minorTags.length === 0
                ? say.tagsNone
                : minorTags.map((tag) => (
                    <span key={tag} class="g-chip">
                      {tag}
                    </span>
                  ))}
            </p>
            <p class="g-alert" data-tone="info">
              <Icon name="lock" />
              <span>{say.onlyAdmin}</span>
            </p>
          </>
        )}
      </div>
    </section>
  )
}

const tagsIn = (text: string): readonly string[] => [
  ...new Set(
    text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((tag) => tag !== ''),
  ),
]

function TagsForm({ view, onView }: HelpdeskPart) {
  const { client, words, tell } = useConsole()
  const say = words.helpdesk
  const act = useAct()
  const held = view.settings.minorTags
  const { form: text, put: setText } = useTypedOver(held.join(' '))
  const tags = tagsIn(text)
  const wrong = tags.filter((tag) => !HELPDESK_TAG.test(tag))
  const changed = tags.toSorted().join(' ') !== held.toSorted().join(' ')
  useUnsaved(changed)
  const fault =
    wrong[0] !== undefined
      ? fill(say.tagWrong, { tag: wrong[0] })
      : tags.length > MOST_MINOR_TAGS
        ? fill(say.tagsMany, { most: MOST_MINOR_TAGS })
        : null
  const save = () =>
    act.run(
      async () => {
        onView(await client.saveMinorTags(view.version, tags))
        tell(say.tagsToast, 'success')
      },
      async () => onView(await client.helpdesk()),
    )
  return (
    <form
      class="g-stack"
      data-gap="3"
      onSubmit={(event) => {
        event.preventDefault()
        if (fault === null && changed) void save()
      }}
    >
      <div class="g-field">
        <label class="g-label" for="helpdesk-tags-field">
          {say.tagsField}
        </label>
        <input
          id="helpdesk-tags-field"
          class="g-input"
          type="text"
          // As the helpdesk writes them, whichever way the page runs.
          dir="ltr"
          autocomplete="off"
          spellcheck={false}
          value={text}
          aria-invalid={fault !== null}
          aria-describedby="helpdesk-tags-hint"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <span class={fault === null ? 'g-hint' : 'g-error'} id="helpdesk-tags-hint">
          {fault ?? say.tagsHint}
        </span>
      </div>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <button type="submit" class="g-btn c-start" aria-disabled={!changed || fault !== null || act.busy}>
        {words.common.save}
      </button>
    </form>
  )
}
