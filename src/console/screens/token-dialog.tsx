/** Making a token, and the one time that its secret is seen. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { TokenScope } from '../../domain/token.ts'
import { MOST_TOKEN_ADDRESSES } from '../../domain/token.ts'
import type { MadeToken, TokensView } from '../../domain/token-api.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import {
  builtToken,
  EMPTY_TOKEN,
  expiryOf,
  groupedScopes,
  refusedFields,
  type TokenField,
  type TypedToken,
  toggledScope,
  tokenProblems,
  typedDays,
} from '../token-form.ts'
import { fill, formatDate, formatNumber } from '../words.ts'

export function TokenDialog(props: {
  readonly view: TokensView
  readonly onMade: (made: MadeToken) => void
  readonly onClose: () => void
}) {
  const { client, words, language, now } = useConsole()
  const say = words.tokens
  const { mostDays, grantable } = props.view
  const [typed, setTyped] = useState<TypedToken>(EMPTY_TOKEN)
  const [wrong, setWrong] = useState<readonly TokenField[]>([])
  const act = useAct()
  const change = (part: Partial<TypedToken>) => {
    setTyped({ ...typed, ...part })
    setWrong([])
    act.clear()
  }
  const make = () => {
    setWrong(tokenProblems(typed, mostDays))
    const order = builtToken(typed, mostDays)
    if (order !== null) void act.run(async () => props.onMade(await client.makeToken(order)))
  }
  const refused = act.setback === null ? [] : refusedFields(act.setback.invalid)
  const most: Record<TokenField, number> = {
    name: 0,
    scopes: 0,
    days: mostDays,
    addresses: MOST_TOKEN_ADDRESSES,
  }
  const problem = (field: TokenField) =>
    wrong.includes(field) || refused.includes(field)
      ? fill(say.problem[field], { most: formatNumber(most[field], language) })
      : ''
  const days = typedDays(typed, mostDays)
  const date = days === null ? '–' : formatDate(expiryOf(days, now()), language)
  return (
    <Dialog
      title={say.make}
      wide
      onClose={props.onClose}
      foot={
        <CancelOrAct onCancel={props.onClose} onAct={make} off={act.busy}>
          {say.make}
        </CancelOrAct>
      }
    >
      <Field id="token-name" label={say.name} hint={say.nameHint} problem={problem('name')}>
        {(described) => (
          <input
            {...described}
            class="g-input"
            autocomplete="off"
            maxLength={80}
            value={typed.name}
            onInput={(event) => change({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      <ScopeTicks
        grantable={grantable}
        held={typed.scopes}
        problem={problem('scopes')}
        onToggle={(scope) => change(toggledScope(typed, scope))}
      />
      <Field
        id="token-days"
        label={say.days}
        hint={fill(say.daysHint, { most: formatNumber(mostDays, language), date })}
        problem={problem('days')}
      >
        {(described) => (
          <input
            {...described}
            class="g-input c-token-days"
            inputMode="numeric"
            autocomplete="off"
            value={typed.days}
            onInput={(event) => change({ days: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field id="token-addresses" label={say.from} hint={say.fromHint} problem={problem('addresses')}>
        {(described) => (
          <textarea
            {...described}
            class="g-textarea g-mono"
            rows={2}
            spellcheck={false}
            value={typed.addresses}
            onInput={(event) => change({ addresses: event.currentTarget.value })}
          />
        )}
      </Field>
      {act.setback === null || refused.length > 0 ? null : <SetbackAlert setback={act.setback} />}
    </Dialog>
  )
}

interface Described {
  readonly id: string
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby': string
}

function Field(props: {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly problem: string
  readonly children: (described: Described) => JSX.Element
}) {
  const { id, problem } = props
  const described = {
    id,
    'aria-invalid': problem !== '',
    'aria-describedby': `${id}-hint ${id}-error`,
  }
  return (
    <div class="g-field">
      <label class="g-label" for={id}>
        {props.label}
      </label>
      {props.children(described)}
      <p class="g-hint" id={`${id}-hint`}>
        {props.hint}
      </p>
      <p class="g-error" id={`${id}-error`} role="alert">
        {problem}
      </p>
    </div>
  )
}

function ScopeTicks(props: {
  readonly grantable: readonly TokenScope[]
  readonly held: readonly TokenScope[]
  readonly problem: string
  readonly onToggle: (scope: TokenScope) => void
}) {
  const { words } = useConsole()
  const say = words.tokens
  return (
    <div class="g-stack" data-gap="3">
      <div>
        <h3 class="g-h3">{say.scopes}</h3>
        <p class="g-hint">{say.scopesHint}</p>
        <p class="g-error" role="alert">
          {props.problem}
        </p>
      </div>
      {groupedScopes(props.grantable).map(({ group, scopes }) => (
        <fieldset class="g-fieldset" key={group}>
          <legend class="g-label">{say.group[group]}</legend>
          <div class="c-token-ticks">
            {scopes.map((scope) => (
              <label class="g-check" key={scope}>
                <input
                  type="checkbox"
                  checked={props.held.includes(scope)}
                  onChange={() => props.onToggle(scope)}
                />
                <span>
                  {say.scope[scope]} <code class="g-mono g-muted g-small">{scope}</code>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  )
}

export function SecretDialog({ made, onClose }: { readonly made: MadeToken; readonly onClose: () => void }) {
  const { words } = useConsole()
  const say = words.tokens
  useUnsaved(true)
  return (
    <Dialog
      title={say.secretTitle}
      onClose={onClose}
      foot={
        <button type="button" class="g-btn g-btn-primary" onClick={onClose}>
          {say.done}
        </button>
      }
    >
      <div class="g-alert" data-tone="warning">
        <Icon name="warning" />
        <div>{say.secretOnce}</div>
      </div>
      <section aria-label={say.secret}>
        <p class="g-mono g-break g-well">{made.secret}</p>
      </section>
      <div class="g-row">
        <CopyButton text={made.secret} label={say.copy} visible />
      </div>
      <p class="g-hint">{say.secretHint}</p>
    </Dialog>
  )
}
