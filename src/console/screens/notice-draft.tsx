/** The draft of a notice: what it lacks, what it would do, and the step that makes it the active one. */
import { useState } from 'preact/hooks'
import type { NoticeChange, NoticeDraftView } from '../../domain/notice-api.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { changeWords } from '../notice-form.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert, StateChip } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { fill, formatMoment, localeName, plural } from '../words.ts'
import type { NoticePart } from './notices.tsx'

type DraftPart = NoticePart & { readonly draft: NoticeDraftView }

export function NoticeDraftCard(props: DraftPart) {
  const { view, draft, mayWrite } = props
  const { words, language } = useConsole()
  const say = words.notices
  return (
    <section class="g-card" aria-labelledby="notice-draft">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="notice-draft">
          {say.draftTitle}
        </h2>
        {draft.missing.length === 0 ? (
          <StateChip tone="success" icon="check">
            {say.complete}
          </StateChip>
        ) : (
          <StateChip tone="warning" icon="warning">
            {plural(say.missingCount, draft.missing.length, language)}
          </StateChip>
        )}
      </div>
      <div class="g-card-body g-stack" data-gap="4">
        <p class="g-muted">
          {fill(say.draftBy, { at: formatMoment(draft.changedAt, language), agent: draft.changedBy })}
        </p>
        <ul class="c-notice-drafts">
          {view.locales.map((code) => {
            const lacks = draft.missing.filter(({ locale }) => locale === code)
            return (
              <li key={code}>
                <a class="g-link" href={routeHash('notices', code)}>
                  {localeName(code, language)}
                </a>
                <span class={lacks.length === 0 ? 'g-small g-muted' : 'g-small g-error'}>
                  {lacks.length === 0
                    ? say.languageComplete
                    : lacks[0]?.part === null
                      ? say.languageMissing
                      : plural(say.fieldsMissing, lacks.length, language)}
                </span>
              </li>
            )
          })}
        </ul>
        {mayWrite ? (
          <div class="g-row">
            <DraftActs {...props} />
          </div>
        ) : null}
      </div>
    </section>
  )
}

/** Used below the editor too: whoever has written the last sentence need not go back for it. */
export function DraftActs({
  view,
  draft,
  onView,
  lesser = false,
}: DraftPart & { readonly lesser?: boolean }) {
  const { client, words, tell } = useConsole()
  const say = words.notices
  const act = useAct()
  const [asking, setAsking] = useState<'activate' | 'discard' | null>(null)
  const [change, setChange] = useState<NoticeChange>('version')
  const close = () => {
    act.clear()
    setAsking(null)
  }
  const done = (said: string) => {
    tell(said, 'success')
    location.hash = routeHash('notices')
  }
  const activate = () =>
    act.run(async () => {
      onView(await client.activateNotice(draft.saved, view.factsDigest, change))
      done(say.activatedToast)
    })
  const discard = () =>
    act.run(async () => {
      onView(await client.discardNoticeDraft(draft.saved))
      done(say.discardedToast)
    })
  const incomplete = draft.missing.length > 0
  return (
    <>
      <button
        type="button"
        class={lesser ? 'g-btn' : 'g-btn g-btn-primary'}
        aria-disabled={incomplete}
        aria-describedby={incomplete ? 'notice-incomplete' : undefined}
        onClick={() => setAsking('activate')}
      >
        {say.activateDraft}
      </button>
      <button type="button" class="g-btn" onClick={() => setAsking('discard')}>
        {say.discardDraft}
      </button>
      {incomplete ? (
        <span class="g-small g-muted" id="notice-incomplete">
          {say.incomplete}
        </span>
      ) : null}
      {asking === 'activate' ? (
        <Dialog
          title={say.activateTitle}
          onClose={close}
          foot={
            <CancelOrAct onCancel={close} onAct={activate} off={act.busy}>
              {say.activate}
            </CancelOrAct>
          }
        >
          <ChangeChoice draft={draft} change={change} onChange={setChange} />
          {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        </Dialog>
      ) : null}
      {asking === 'discard' ? (
        <Dialog
          title={say.discardDraft}
          onClose={close}
          foot={
            <CancelOrAct onCancel={close} onAct={discard} off={act.busy} grave>
              {say.discardDraft}
            </CancelOrAct>
          }
        >
          <p>{say.discardEffect}</p>
          {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        </Dialog>
      ) : null}
    </>
  )
}

function ChangeChoice(props: {
  readonly draft: NoticeDraftView
  readonly change: NoticeChange
  readonly onChange: (change: NoticeChange) => void
}) {
  const { words, language } = useConsole()
  const say = words.notices
  const { draft, change, onChange } = props
  const against = [...draft.material, ...draft.meaning.map(({ locale, part }) => `${locale}.${part}`)]
  const mayCorrect = against.length === 0 && !draft.otherRelease
  const option = (kind: NoticeChange, title: string, effect: string, disabled: boolean) => (
    <label class="g-check">
      <input
        type="radio"
        name="notice-change"
        checked={change === kind}
        disabled={disabled}
        onChange={() => onChange(kind)}
      />
      <span>
        <span class="g-strong">{title}</span>
        <br />
        {effect}
      </span>
    </label>
  )
  return (
    <>
      <fieldset class="g-stack" data-gap="3">
        <legend class="g-sr">{say.activateTitle}</legend>
        {option('version', say.asVersion, say.versionEffect, false)}
        {option('correction', say.asCorrection, say.correctionEffect, !mayCorrect)}
      </fieldset>
      {mayCorrect ? null : (
        <div class="g-alert g-small" data-tone="info">
          <Icon name="info" />
          <div>
            <p>{say.noCorrection}</p>
            {against.length === 0 ? null : (
              <p>{against.map((each) => changeWords(each, words, language)).join(' · ')}</p>
            )}
          </div>
        </div>
      )}
    </>
  )
}
