import type { ScopePolicyView } from '../../domain/api.ts'
import { useConsole } from '../context.ts'
import { Icon } from '../parts/icon.tsx'
import { formFromPolicy } from '../scope-form.ts'
import { fill } from '../words.ts'
import { ScopeReading } from './scope-reading.tsx'

export function PolicyConflict(props: {
  readonly conflict: ScopePolicyView
  readonly onKeep: () => void
  readonly onTake: () => void
}) {
  const { words } = useConsole()
  const say = words.scope
  const { conflict } = props
  return (
    <div class="g-alert" data-tone="warning" role="alert">
      <Icon name="warning" />
      <div class="g-stack">
        <p class="g-alert-title">{fill(say.conflictTitle, { version: conflict.version })}</p>
        <p>{say.conflictBody}</p>
        <div class="g-well">
          <ScopeReading
            form={formFromPolicy(conflict)}
            title={fill(say.version, { version: conflict.version })}
          />
        </div>
        <div class="g-row">
          <button type="button" class="g-btn g-btn-primary g-btn-small" onClick={props.onKeep}>
            {fill(say.conflictKeep, { version: conflict.version })}
          </button>
          <button type="button" class="g-btn g-btn-small" onClick={props.onTake}>
            {fill(say.conflictTake, { version: conflict.version })}
          </button>
        </div>
      </div>
    </div>
  )
}
