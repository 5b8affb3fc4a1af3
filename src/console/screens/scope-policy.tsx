/** What a ticket's scope is made of at first use, with what each choice means for the ticket. */
import { useMemo, useState } from 'preact/hooks'
import type { ScopePolicyView } from '../../domain/api.ts'
import { ACTIONS, TICKET_FIELDS } from '../../domain/scope.ts'
import type { PolicyContent } from '../../domain/scope-policy.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { PageHead, ReadOnlyNote, SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { articleNames } from '../rule-words.ts'
import {
  formFromPolicy,
  policyFromForm,
  rebaseForm,
  type ScopeForm,
  type ScopeProblems,
  scopeFormChanged,
  scopeProblems,
  serverProblems,
} from '../scope-form.ts'
import { setbackFrom } from '../setback.ts'
import { fill } from '../words.ts'
import { DrafterCard } from './drafter-card.tsx'
import { DryRun } from './dry-run.tsx'
import { PolicyRules } from './policy-rules.tsx'
import { PolicyTopics } from './policy-topics.tsx'
import { PolicyVersions } from './policy-versions.tsx'
import { ScopeBroken } from './scope-broken.tsx'
import { CheckCard, CheckLine } from './scope-checks.tsx'
import { PolicyConflict } from './scope-conflict.tsx'
import { ScopeGate } from './scope-gate.tsx'
import { FieldError, LimitFields, OrderPatterns } from './scope-limits.tsx'
import { ScopeReading } from './scope-reading.tsx'
import { ThresholdCard } from './scope-threshold.tsx'
import { WaitingNote } from './waiting-note.tsx'

export function ScopePolicyScreen() {
  const { client, words } = useConsole()
  const loading = useLoading(() => client.scopePolicy(), 'scope')
  // Said beside the policy and no part of it: where it cannot be read, the policy can be changed all the same.
  const overview = useLoading(() => client.overview().catch(() => null), 'drafter')
  const recipient = overview.loaded.status === 'ready' ? overview.loaded.value?.recipient : undefined
  return (
    <>
      <PageHead title={words.scope.title} lead={words.scope.lead} />
      <ReadOnlyNote />
      {loading.loaded.status === 'failed' && loading.loaded.setback.code === 'SCOPE_INVALID' ? (
        <ScopeBroken onMended={loading.put} />
      ) : (
        <WhenLoaded loading={loading}>{(policy) => <PolicyForm loaded={policy} />}</WhenLoaded>
      )}
      {recipient === undefined ? null : <DrafterCard recipient={recipient} />}
    </>
  )
}

function contentOf(policy: ScopePolicyView | null): PolicyContent | null {
  if (policy === null) return null
  const { version: _v, ...content } = policy
  return content
}

function PolicyForm({ loaded }: { readonly loaded: ScopePolicyView }) {
  const { client, words, language, tell, mayChange } = useConsole()
  const say = words.scope
  const [waiting, setWaiting] = useState(0)
  const [trying, setTrying] = useState<PolicyContent | null>(null)
  // Only for the names of sections and articles: without them the numbers are shown.
  const articles = useLoading(() => client.articles().catch(() => []), 'names')
  const rows = articles.loaded.status === 'ready' ? articles.loaded.value : null
  const names = useMemo(() => articleNames(rows ?? [], language), [rows, language])
  const act = useAct()
  const [saved, setSaved] = useState(loaded)
  const [form, setForm] = useState<ScopeForm>(() => formFromPolicy(loaded))
  const [refused, setRefused] = useState<ScopeProblems>({})
  const [conflict, setConflict] = useState<ScopePolicyView | null>(null)
  const changed = scopeFormChanged(form, saved)
  useUnsaved(changed)
  const problems = { ...refused, ...scopeProblems(form) }
  const change = (part: Partial<ScopeForm>) => {
    setForm({ ...form, ...part })
    setRefused({})
  }
  const take = (policy: ScopePolicyView) => {
    setSaved(policy)
    setForm(formFromPolicy(policy))
    setConflict(null)
  }
  const typedPolicy = (over: ScopePolicyView) => {
    const policy = policyFromForm(form, over)
    if (policy === null) document.querySelector<HTMLElement>('.c-form [aria-invalid=true]')?.focus()
    return policy
  }
  const tryOut = () => {
    const content = contentOf(typedPolicy(saved))
    if (content !== null) setTrying(content)
  }
  const saveOver = (over: ScopePolicyView) => {
    const policy = typedPolicy(over)
    if (policy === null) return
    void act.run(async () => {
      try {
        const outcome = await client.saveScopePolicy(policy)
        if (outcome.outcome === 'proposed') {
          take(saved)
          setWaiting((before) => before + 1)
          tell(words.common.waitsToast, 'info')
          return
        }
        const stored = outcome.value
        take(stored)
        tell(fill(say.savedToast, { version: stored.version }), 'success')
      } catch (error) {
        const setback = setbackFrom(error)
        if (setback.code === 'BAD_REQUEST') setRefused(serverProblems(setback.invalid))
        if (setback.code !== 'CONFLICT') throw error
        const theirs = await client.scopePolicy()
        setForm(rebaseForm(form, saved, theirs))
        setConflict(theirs)
      }
    })
  }
  const toggle = <T extends string>(list: readonly T[], entry: T) =>
    list.includes(entry) ? list.filter((known) => known !== entry) : [...list, entry]
  return (
    <form
      class="c-form c-with-aside"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        saveOver(saved)
      }}
    >
      <div class="g-stack" data-gap="5">
        <WaitingNote kind="scope_policy" turn={waiting} />
        {conflict === null ? null : (
          <PolicyConflict
            conflict={conflict}
            onKeep={() => saveOver(conflict)}
            onTake={() => take(conflict)}
          />
        )}
        <fieldset class="g-fieldset g-stack" data-gap="5" disabled={!mayChange}>
          <CheckCard
            legend={say.actions}
            error={<FieldError id="actions-error" problem={problems.actions} />}
          >
            {ACTIONS.map((action) => (
              <CheckLine
                key={action}
                words={say.action[action]}
                checked={form.actions.includes(action)}
                errorId={problems.actions === undefined ? undefined : 'actions-error'}
                onToggle={() => change({ actions: toggle(form.actions, action) })}
              />
            ))}
            {form.actions.length === 0 ? <p class="c-zero">{say.warnNoAction}</p> : null}
          </CheckCard>
          <CheckCard legend={say.fields} error={<FieldError id="fields-error" problem={problems.fields} />}>
            {TICKET_FIELDS.map((field) => (
              <CheckLine
                key={field}
                words={say.field[field]}
                checked={form.fields.includes(field)}
                errorId={problems.fields === undefined ? undefined : 'fields-error'}
                onToggle={() => change({ fields: toggle(form.fields, field) })}
              />
            ))}
          </CheckCard>
          <OrderPatterns form={form} problem={problems.orderPatterns} onChange={change} />
          <LimitFields form={form} problems={problems} onChange={change} />
          <ThresholdCard
            value={form.refusalThreshold}
            saved={saved.refusalThreshold ?? null}
            policy={() => contentOf(typedPolicy(saved))}
            onChange={(refusalThreshold) => change({ refusalThreshold })}
          />
          <ScopeGate form={form} saved={saved} problems={problems} onChange={change} />
          <PolicyRules form={form} names={names} problem={problems.rules} onChange={change} />
          <PolicyTopics form={form} problem={problems.topics} onChange={change} />
        </fieldset>
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        <div class="g-row c-form-foot">
          <button
            type="submit"
            class="g-btn g-btn-primary"
            aria-disabled={!changed || act.busy || conflict !== null}
            hidden={!mayChange}
          >
            {act.busy ? words.common.saving : words.common.save}
          </button>
          {changed ? (
            <button type="button" class="g-btn" aria-disabled={act.busy} onClick={tryOut}>
              {words.dryRun.open}
            </button>
          ) : null}
          {changed ? (
            <button
              type="button"
              class="g-btn"
              aria-disabled={act.busy}
              onClick={() => take(conflict ?? saved)}
            >
              {words.common.discard}
            </button>
          ) : null}
          <span class="g-muted">
            {changed
              ? words.common.unsaved
              : saved.version === 0
                ? say.builtIn
                : fill(say.version, { version: saved.version })}
          </span>
        </div>
        {trying === null ? null : <DryRun change={{ policy: trying }} onClose={() => setTrying(null)} />}
        <PolicyVersions names={names} turn={saved.version} />
      </div>
      <aside class="g-card c-reading" aria-live="polite">
        <ScopeReading form={form} title={say.readsTitle} />
      </aside>
    </form>
  )
}
