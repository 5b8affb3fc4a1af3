/** What each document says, section by section. */
import type { DocumentKind } from '../../../src/domain/evidence-api.ts'
import { fact, fill, type Given, missing, type Section, table, text } from './lines.ts'
import {
  controllerSection,
  keptTable,
  noticeLine,
  peopleSection,
  purposeSection,
  recipientSection,
  scopeLine,
  securitySection,
  storageLine,
  transferSection,
} from './parts.ts'

function hosting(given: Given): Section {
  return { heading: given.say.section.hosting, lines: [text(given.say.hostingOwn), storageLine(given)] }
}

/** Art. 30(1)(a) to (g), in their order. */
function recordOfController(given: Given): readonly Section[] {
  const { say } = given
  return [
    controllerSection(given),
    purposeSection(given),
    peopleSection(given),
    recipientSection(given),
    transferSection(given),
    { heading: say.section.time, lines: [keptTable(given)] },
    securitySection(given, say.section.security),
    hosting(given),
  ]
}

/** Art. 30(2)(a) to (d). */
function recordOfProcessor(given: Given): readonly Section[] {
  const { say } = given
  return [
    {
      heading: say.section.processor,
      lines: [missing(say.label.operator, say.hint.operator), storageLine(given)],
    },
    controllerSection(given),
    { heading: say.section.processing, lines: [text(say.processing)] },
    transferSection(given),
    securitySection(given, say.section.security),
  ]
}

function subProcessors(given: Given): readonly Section[] {
  return [recipientSection(given), transferSection(given), hosting(given)]
}

/** Art. 35(7)(a) to (d), and what stands around them. */
function dpia(given: Given): readonly Section[] {
  const { say, facts } = given
  const { label, hint, section } = say
  return [
    controllerSection(given),
    {
      heading: section.description,
      lines: [
        ...say.steps.map(text),
        scopeLine(given),
        noticeLine(given),
        missing(label.volume, hint.volume),
      ],
    },
    purposeSection(given),
    peopleSection(given),
    recipientSection(given),
    transferSection(given),
    {
      heading: section.necessity,
      lines: [
        fact(label.fields, ...facts.fields.map((field) => say.field[field])),
        ...say.proportion.map(text),
        missing(label.need, hint.need),
      ],
    },
    {
      heading: section.risks,
      lines: [table([label.risk, label.measure], say.risks), missing(label.likelihood, hint.likelihood)],
    },
    securitySection(given, section.measures),
    { heading: section.time, lines: [keptTable(given)] },
    {
      heading: section.consultation,
      lines: [
        missing(label.advice, hint.advice),
        missing(label.views, hint.views),
        missing(label.prior, hint.prior),
      ],
    },
  ]
}

function retention(given: Given): readonly Section[] {
  const { say, facts } = given
  return [
    { heading: say.section.kept, lines: [keptTable(given)] },
    {
      heading: say.section.held,
      lines: [
        table(
          [say.label.holder, say.label.tables],
          facts.holders.map(({ name, tables }) => [name, tables.join(', ')]),
        ),
        storageLine(given),
      ],
    },
    { heading: say.section.backups, lines: [text(fill(say.backupsIs, { days: facts.backupDays }))] },
    { heading: say.section.log, lines: [text(say.logIs)] },
  ]
}

function aiAct(given: Given): readonly Section[] {
  const { say, facts } = given
  const { label, hint, section } = say
  const { recipient } = facts
  return [
    {
      heading: section.roles,
      lines: [
        fact(label.deployer, fill(say.deployerIs, { name: facts.controller.name })),
        fact(label.vendor, say.vendorIs),
      ],
    },
    {
      heading: section.model,
      lines: [text(recipient === null ? say.modelOwn : fill(say.modelIs, { ...recipient }))],
    },
    {
      heading: section.risk,
      lines: [text(say.riskIs), missing(label.prohibited, hint.prohibited)],
    },
    {
      heading: section.transparency,
      lines: [
        fact(label.interaction, say.interactionIs),
        fact(label.marking, say.markingIs),
        noticeLine(given),
      ],
    },
    {
      heading: section.oversight,
      lines: [fact(label.review, say.reviewIs), fact(label.record, say.recordIs)],
    },
    { heading: section.literacy, lines: [missing(label.training, hint.training)] },
  ]
}

export const DOCUMENTS: Readonly<Record<DocumentKind, (given: Given) => readonly Section[]>> = {
  record_controller: recordOfController,
  record_processor: recordOfProcessor,
  sub_processors: subProcessors,
  dpia,
  retention,
  ai_act: aiAct,
}
