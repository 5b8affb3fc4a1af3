/** The allowlist while somebody edits it: their changes, what they would do, saving, and conflicts. */
import { useMemo, useState } from 'preact/hooks'
import type { AllowlistView, ArticleRow } from '../../domain/api.ts'
import type { ArticleSelection } from '../../domain/scope.ts'
import { decidingRule, type SelectionEffect, selectionEffect } from '../allowlist-effect.ts'
import {
  hasChanges,
  type Rule,
  type RuleChanges,
  reapply,
  rulesChanged,
  toggleRule,
} from '../allowlist-rules.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { type Act, useAct } from '../loading.ts'
import { setbackFrom } from '../setback.ts'
import { fill } from '../words.ts'

export interface AllowlistEdit {
  readonly saved: AllowlistView
  readonly selection: ArticleSelection
  readonly changes: RuleChanges
  readonly changed: boolean
  readonly effect: SelectionEffect
  /** The version that somebody else saved meanwhile, while ours waits. */
  readonly conflict: AllowlistView | null
  /** How many changes were proposed here, as a key for what asks about them. */
  readonly waiting: number
  readonly act: Act
  readonly toggle: (rule: Rule) => void
  readonly select: (selection: ArticleSelection) => void
  /** The rule that settles an article now; `null` is the default no. */
  readonly ruleFor: (row: ArticleRow) => Rule | null
  readonly discard: () => void
  readonly save: () => void
  readonly mergeConflict: () => void
  readonly dropForConflict: () => void
}

export function useAllowlistEdit(rows: readonly ArticleRow[], loaded: AllowlistView): AllowlistEdit {
  const { client, words, tell } = useConsole()
  const [saved, setSaved] = useState(loaded)
  const [selection, setSelection] = useState(loaded.selection)
  const [conflict, setConflict] = useState<AllowlistView | null>(null)
  const [waiting, setWaiting] = useState(0)
  const act = useAct()
  const changes = useMemo(() => rulesChanged(saved.selection, selection), [saved, selection])
  const effect = useMemo(() => selectionEffect(rows, saved.selection, selection), [rows, saved, selection])
  const changed = hasChanges(changes)
  useUnsaved(changed)

  const stand = (view: AllowlistView, next: ArticleSelection) => {
    setSaved(view)
    setSelection(next)
    setConflict(null)
  }
  const save = () =>
    act.run(async () => {
      try {
        const outcome = await client.saveAllowlist(saved.version, selection)
        if (outcome.outcome === 'proposed') {
          // What is shown is what holds: the proposal lives under "Approvals".
          stand(saved, saved.selection)
          setWaiting((before) => before + 1)
          tell(words.common.waitsToast, 'info')
          return
        }
        const view = outcome.value
        stand(view, view.selection)
        tell(fill(words.articles.savedToast, { version: view.version }), 'success')
      } catch (error) {
        if (setbackFrom(error).code !== 'CONFLICT') throw error
        setConflict(await client.allowlist())
      }
    })

  return {
    saved,
    selection,
    changes,
    changed,
    effect,
    conflict,
    waiting,
    act,
    toggle: (rule) => setSelection((now) => toggleRule(now, rule)),
    select: setSelection,
    ruleFor: (row) => decidingRule(row, selection),
    discard: () => setSelection(saved.selection),
    save,
    mergeConflict: () => {
      if (conflict === null) return
      stand(conflict, reapply(changes, conflict.selection))
      tell(fill(words.articles.mergedToast, { version: conflict.version }), 'info')
    },
    dropForConflict: () => {
      if (conflict !== null) stand(conflict, conflict.selection)
    },
  }
}
