/** Sections that more than one document has: they say the same in each. */
import type { DocumentLine } from '../../../src/domain/evidence-api.ts'
import { HELD_CLASSES } from '../../../src/domain/held.ts'
import { day, fact, fill, type Given, joined, known, missing, type Section, table, text } from './lines.ts'

/** Regions and countries of the EEA, as contracts and configurations spell them. */
const INSIDE = new Set([
  ...['local', 'EU', 'EEA', 'AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR'],
  ...['HU', 'IE', 'IS', 'IT', 'LI', 'LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
])

export function controllerSection({ say, facts }: Given): Section {
  const { controller } = facts
  return {
    heading: say.section.controller,
    lines: [
      fact(say.label.name, controller.name),
      fact(say.label.contact, controller.contact),
      known(say.label.address, controller.address, say.hint.address),
      known(say.label.country, controller.country, say.hint.country),
      missing(say.label.representative, say.hint.representative),
      known(say.label.dpo, controller.dpo, say.hint.dpo),
      known(say.label.privacyUrl, controller.privacyUrl, say.hint.privacyUrl),
    ],
  }
}

export function purposeSection({ say, facts, language }: Given): Section {
  const { basis, notice } = facts
  const written = notice?.purpose.trim() ?? ''
  const lines: DocumentLine[] = [
    fact(say.label.purpose, written === '' ? say.purposeDefault : written, say.purposeProof),
    fact(say.label.basis, say.basis[basis.basis]),
  ]
  if (basis.basis === 'consent') lines.push(text(fill(say.consentDays, { days: facts.grantDays })))
  else {
    lines.push(known(say.label.reference, basis.reference, say.hint.reference))
    if (basis.reviewBy !== null) lines.push(fact(say.label.reviewBy, day(basis.reviewBy, language)))
  }
  return { heading: say.section.purpose, lines }
}

export function noticeLine({ say, facts, language }: Given): DocumentLine {
  const { notice } = facts
  if (notice === null) return missing(say.label.notice, say.hint.notice)
  const { version, locales, activatedAt } = notice
  return fact(
    say.label.notice,
    fill(say.noticeIs, { version, locales: locales.join(', '), at: day(activatedAt, language) }),
  )
}

export function scopeLine({ say, facts, language }: Given): DocumentLine {
  const { version, actions, draftsPerTicket: drafts, validDays: days } = facts.scope
  return fact(
    say.label.scope,
    fill(say.scopeIs, { version, actions: joined(actions, language), drafts, days }),
  )
}

export function peopleSection({ say, facts }: Given): Section {
  return {
    heading: say.section.people,
    lines: [
      fact(say.label.subjects, say.subjects),
      fact(say.label.fields, ...facts.fields.map((field) => say.field[field])),
      fact(say.label.kinds, ...HELD_CLASSES.map((name) => say.class[name])),
      missing(say.label.special, say.hint.special),
    ],
  }
}

/** Everybody who receives something, with what is known of them. */
export function recipientTable({ say, facts }: Given): DocumentLine {
  const { recipient, helpdesk, events } = facts
  const { provider, host, region, model, retention, role } = say.label
  const head = [provider, host, region, model, retention, role]
  const own = recipient?.provider === 'self-hosted'
  const rows = [
    ...(recipient === null
      ? []
      : [
          [
            recipient.provider,
            recipient.host,
            recipient.region,
            recipient.model,
            retentionOf(say.retention, recipient.retention),
            own ? say.roleOwn : say.roleProvider,
          ],
        ]),
    ['Zendesk', new URL(helpdesk).host, '–', '–', '–', say.roleHelpdesk],
    ...(events === null ? [] : [['SIEM', new URL(events).host, '–', '–', '–', say.roleHelpdesk]]),
  ]
  return table(head, rows)
}

function retentionOf(words: Readonly<Record<string, string>>, retention: string): string {
  return words[retention] ?? retention
}

export function recipientSection(given: Given): Section {
  const { say, facts } = given
  return {
    heading: say.section.recipients,
    lines: [
      ...(facts.recipient === null ? [text(say.recipientNone)] : []),
      recipientTable(given),
      text(fill(say.recipientHelpdesk, { origin: facts.helpdesk })),
      ...(facts.events === null ? [] : [text(fill(say.eventsIs, { origin: facts.events }))]),
      missing(say.label.agreement, say.hint.agreement),
    ],
  }
}

export function transferSection({ say, facts }: Given): Section {
  const { recipient, transfer, notice } = facts
  const line = (): DocumentLine => {
    if (recipient === null) return text(say.transfer.nobody)
    if (transfer !== null) return fact(say.label.instrument, say.transfer[transfer])
    return INSIDE.has(recipient.region)
      ? text(fill(say.transfer.inside, { region: recipient.region }))
      : missing(say.label.instrument, say.hint.transfer)
  }
  const written = notice?.transfers.trim() ?? ''
  return {
    heading: say.section.transfers,
    lines: [line(), ...(recipient === null || written === '' ? [] : [text(written)])],
  }
}

export function keptTable({ say, facts }: Given): DocumentLine {
  return table(
    [say.label.class, say.label.kept, say.label.ends],
    HELD_CLASSES.map((name) => {
      const days = facts.keeping[name]
      return days === null
        ? [say.class[name], say.untilErased, say.endsErased]
        : [say.class[name], fill(say.days, { days }), say.endsDays]
    }),
  )
}

export function securitySection({ say, facts }: Given, heading: string): Section {
  return {
    heading,
    lines: [
      ...say.security.map(text),
      fact(say.label.fourEyes, facts.fourEyes === 'on' ? say.fourEyesOn : say.fourEyesOff),
      fact(say.label.backups, fill(say.backupsIs, { days: facts.backupDays })),
    ],
  }
}

export function storageLine({ say, facts }: Given): DocumentLine {
  return known(say.label.storage, facts.controller.storageCountry, say.hint.storage)
}
