/** One incident: its clock, what can be done next, what is known, who was told, and the texts to tell with. */
import { useState } from 'preact/hooks'
import { barOfMove, INCIDENT_MOVES, type IncidentMove, missingOf } from '../../domain/incident.ts'
import { type IncidentView, PROOF_TARGETS, type ProofTarget } from '../../domain/incident-api.ts'
import { affectedDetail } from '../affected-route.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct } from '../loading.ts'
import { SetbackAlert, StateChip } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { fill, formatMoment } from '../words.ts'
import { BigClock, STATUS_TONE } from './incident-clock.tsx'
import { IncidentForm } from './incident-form.tsx'
import { IncidentLetters } from './incident-letters.tsx'

export interface IncidentProps {
  readonly incident: IncidentView
  readonly onChanged: (incident: IncidentView) => void
  /** Takes what somebody else has done with it onto the screen. */
  readonly fetchFresh: () => Promise<void>
}

export function IncidentRecord({ incident, onChanged, fetchFresh }: IncidentProps) {
  const { words, language } = useConsole()
  const say = words.incidents
  return (
    <div class="g-stack" data-gap="5">
      <div class="g-row">
        <a class="g-link" href={routeHash('incidents')}>
          {say.back}
        </a>
        <StateChip tone={STATUS_TONE[incident.status]} icon="info">
          {say.status[incident.status]}
        </StateChip>
        {incident.drill ? (
          <StateChip tone="info" icon="sync">
            {say.drillMark}
          </StateChip>
        ) : null}
        <span class="g-muted">
          {say.suspectedAt} {formatMoment(incident.suspectedAt, language)}
        </span>
      </div>
      <BigClock incident={incident} />
      <NextSteps incident={incident} onChanged={onChanged} fetchFresh={fetchFresh} />
      {incident.status === 'closed' || incident.status === 'false_alarm' ? null : (
        <IncidentForm incident={incident} onChanged={onChanged} fetchFresh={fetchFresh} />
      )}
      <Touched incident={incident} />
      <IncidentLetters incident={incident} />
      <Proofs incident={incident} onChanged={onChanged} fetchFresh={fetchFresh} />
      <Phases incident={incident} />
    </div>
  )
}

/** The ways to whom it touched, and to which drafts stood on an article that was taken back. */
function Touched({ incident }: { readonly incident: IncidentView }) {
  const { words } = useConsole()
  const say = words.incidents
  const { incidentId, suspectedAt: since } = incident
  const detail = affectedDetail({ about: 'incident', incidentId, since })
  return (
    <section class="g-card" aria-labelledby="touched-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="touched-title">
          {say.affected.title}
        </h2>
      </div>
      <div class="g-card-body g-stack">
        <p class="g-muted">{say.touchedHint}</p>
        <div class="g-row">
          <a class="g-btn" href={routeHash('incidents', detail)}>
            {say.touchedCount}
          </a>
          <a class="g-btn g-btn-ghost" href={routeHash('recalls')}>
            {say.touchedRecalls}
          </a>
        </div>
      </div>
    </section>
  )
}

function NextSteps({ incident, onChanged, fetchFresh }: IncidentProps) {
  const { client, words, now, tell } = useConsole()
  const say = words.incidents
  const act = useAct()
  const moment = new Date(now()).toISOString()
  const offered = INCIDENT_MOVES.flatMap((move) => {
    const bar = barOfMove(move, incident, incident.facts, moment)
    return bar === 'not_from_here' ? [] : [{ move, bar }]
  })
  const make = (move: IncidentMove) =>
    act.run(async () => {
      const at = new Date(now()).toISOString()
      const moved = await client.moveIncident(incident.incidentId, { version: incident.version, move, at })
      onChanged(moved)
      tell(fill(say.moved, { status: say.status[moved.status] }), 'success')
    }, fetchFresh)
  if (offered.length === 0) return null
  return (
    <section class="g-card" aria-labelledby="next-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="next-title">
          {say.next}
        </h2>
      </div>
      <ul class="g-card-body g-stack c-stops">
        {offered.map(({ move, bar }) => (
          <li class="g-row" data-spread key={move}>
            <span>
              <span class="g-strong c-block">{say.move[move]}</span>
              <span class="g-small g-muted">{bar === null ? say.moveHint[move] : say.bar[bar]}</span>
            </span>
            <button
              type="button"
              class="g-btn"
              aria-disabled={act.busy || bar !== null}
              onClick={() => void make(move)}
            >
              {say.move[move]}
            </button>
          </li>
        ))}
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      </ul>
    </section>
  )
}

function Proofs({ incident, onChanged }: IncidentProps) {
  const { client, words, language, now } = useConsole()
  const say = words.incidents
  const act = useAct()
  const [target, setTarget] = useState<ProofTarget>('authority')
  const [reference, setReference] = useState('')
  useUnsaved(reference.trim() !== '')
  const add = () =>
    act.run(async () => {
      const at = new Date(now()).toISOString()
      onChanged(await client.recordProof(incident.incidentId, { target, at, reference }))
      setReference('')
    })
  return (
    <section class="g-card" aria-labelledby="proofs-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="proofs-title">
          {say.proofs}
        </h2>
      </div>
      <div class="g-card-body g-stack">
        {incident.proofs.length === 0 ? (
          <p class="g-muted">{say.proofNone}</p>
        ) : (
          <ul class="g-list">
            {incident.proofs.map((proof) => (
              <li key={`${proof.target} ${proof.at} ${proof.reference}`} class="g-break">
                {fill(say.proof, {
                  target: say.proofTarget[proof.target],
                  at: formatMoment(proof.at, language),
                  phase: proof.phase,
                  reference: proof.reference,
                })}
              </li>
            ))}
          </ul>
        )}
        <div class="c-incident-grid">
          <label class="g-field">
            <span class="g-label">{say.proofWho}</span>
            <select
              class="g-select"
              value={target}
              onChange={(event) =>
                setTarget(PROOF_TARGETS.find((known) => known === event.currentTarget.value) ?? 'authority')
              }
            >
              {PROOF_TARGETS.map((name) => (
                <option key={name} value={name}>
                  {say.proofTarget[name]}
                </option>
              ))}
            </select>
          </label>
          <label class="g-field">
            <span class="g-label">{say.proofReference}</span>
            <input
              class="g-input"
              value={reference}
              onInput={(event) => setReference(event.currentTarget.value)}
            />
          </label>
        </div>
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        <div class="g-row">
          <button
            type="button"
            class="g-btn"
            aria-disabled={act.busy || reference.trim() === ''}
            onClick={() => void add()}
          >
            {say.proofAdd}
          </button>
        </div>
      </div>
    </section>
  )
}

function Phases({ incident }: { readonly incident: IncidentView }) {
  const { words, language } = useConsole()
  const say = words.incidents
  if (incident.phases.length === 0) return null
  return (
    <details class="g-details">
      <summary>{say.phases}</summary>
      <ol class="g-list" reversed>
        {incident.phases.map(({ version, at, facts }) => (
          <li key={version}>
            {fill(say.phase, {
              version,
              at: formatMoment(at, language),
              persons: facts.persons === null ? '–' : `${facts.persons.min}–${facts.persons.max}`,
              missing: missingOf(facts).length,
            })}
          </li>
        ))}
      </ol>
    </details>
  )
}
