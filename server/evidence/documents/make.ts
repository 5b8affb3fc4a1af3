/** Making a document is an act: what was made, from which facts, and by whom is in the log before it is handed out. */
import { createHash } from 'node:crypto'
import type { Agent } from '../../../src/domain/account.ts'
import type { DocumentKind, DocumentView, EvidenceLanguage } from '../../../src/domain/evidence-api.ts'
import { canonicalJson } from '../../audit/index.ts'
import type { EvidenceRooms, EvidenceRows } from '../rooms.ts'
import type { DocumentWords } from '../words/document-words.ts'
import { DOCUMENTS_DE } from '../words/documents-de.ts'
import { DOCUMENTS_EN } from '../words/documents-en.ts'
import { DOCUMENTS_ES } from '../words/documents-es.ts'
import { DOCUMENTS_FR } from '../words/documents-fr.ts'
import { DOCUMENTS } from './compose.ts'
import type { DocumentFacts } from './facts.ts'

export const DOCUMENT_WORDS: Readonly<Record<EvidenceLanguage, DocumentWords>> = {
  en: DOCUMENTS_EN,
  de: DOCUMENTS_DE,
  fr: DOCUMENTS_FR,
  es: DOCUMENTS_ES,
}

export interface DocumentOrder {
  readonly kind: DocumentKind
  readonly language: EvidenceLanguage
}

export function composeDocument(
  { kind, language }: DocumentOrder,
  facts: DocumentFacts,
  made: { readonly at: string; readonly productVersion: string },
): DocumentView {
  const say = DOCUMENT_WORDS[language]
  const sections = DOCUMENTS[kind]({ say, facts, language })
  const blanks = sections.flatMap(({ lines }) => lines).filter((line) => line.kind === 'missing')
  return {
    kind,
    language,
    title: say.title[kind],
    lead: say.lead[kind],
    madeAt: made.at,
    configuration: createHash('sha256').update(canonicalJson(facts)).digest('hex'),
    productVersion: made.productVersion,
    missing: blanks.length,
    sections,
  }
}

export async function makeDocument<Tx extends EvidenceRows>(
  rooms: EvidenceRooms<Tx>,
  agent: Agent,
  order: DocumentOrder,
  read: (tx: Tx, language: EvidenceLanguage) => Promise<DocumentFacts>,
): Promise<DocumentView> {
  return rooms.transact(async (tx) => {
    const made = { at: rooms.world.now().toISOString(), productVersion: rooms.productVersion }
    const view = composeDocument(order, await read(tx, order.language), made)
    await rooms.audit.append(tx, agent.accountId, {
      type: 'document.generated',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      object: { kind: 'document', ref: order.kind },
      decision: 'generated',
      detail: { language: order.language, configuration: view.configuration, missing: view.missing },
    })
    return view
  })
}
