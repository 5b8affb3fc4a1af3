/** What each criterion asks, what is shown for it, and what the customer brings: English. Not the AICPA's own wording. */
import type { CriteriaWords } from './criteria-words.ts'

export const CRITERIA_EN: CriteriaWords = {
  CC1: {
    title: 'Control environment: integrity, oversight, structure, competence, accountability',
    shows: null,
    bring: 'Code of conduct, organisation chart, job descriptions, records of hiring and training.',
  },
  CC2: {
    title: 'Information and communication inside and outside',
    shows: null,
    bring: 'Policies as they were told to staff, and the system description that customers receive.',
  },
  CC3: {
    title: 'Risk assessment, fraud and change included',
    shows: null,
    bring: 'Risk register with owners and dates; the DPIA draft made here is one input to it.',
  },
  CC4: {
    title: 'Monitoring of controls and following up on deficiencies',
    shows: null,
    bring: 'Internal audits, management reviews, and how deficiencies were followed up.',
  },
  CC5: {
    title: 'Control activities, their choice and their policies',
    shows: null,
    bring: 'The list of your controls with owners, and the policies behind them.',
  },
  'CC6.1': {
    title: 'Logical access to protected information',
    shows:
      'Every session opened or refused, the scope fixed for each ticket, every gate decision, and who opened evidence.',
    bring: 'Access to the host, the data folder, the keys and Zendesk itself.',
  },
  'CC6.2': {
    title: 'Access is granted after authorisation and removed when no longer needed',
    shows:
      'Every change of a role with who made it, the reviews of access, and a list of access that nobody used for 90 days.',
    bring: null,
  },
  'CC6.3': {
    title: 'Roles, least privilege and separation of duties',
    shows:
      'Role changes, versions of the scope policy, and every change that a second person approved or rejected.',
    bring: null,
  },
  'CC6.4': {
    title: 'Physical access to facilities',
    shows: null,
    bring: 'Report of your hosting provider, or your own records of who enters the data centre.',
  },
  'CC6.5': {
    title: 'Data is made unreadable before an asset leaves protection',
    shows: "Erasures and retention runs with their counts, and the destruction of each month's key.",
    bring: 'Disposal of disks and of backup media.',
  },
  'CC6.6': {
    title: 'Protection against threats from outside the boundary',
    shows: 'Every request that the egress door refused, with the address and the reason.',
    bring: 'Firewall and proxy configuration of the host.',
  },
  'CC6.7': {
    title: 'Transmission and movement of information is restricted',
    shows:
      'Every transmission to a provider: host, region, fields and bytes; a redirect is never followed and nothing but https leaves the machine.',
    bring: null,
  },
  'CC6.8': {
    title: 'Unauthorised or malicious software is prevented and found',
    shows: 'The version that ran at each start, and what differs from the start before.',
    bring: 'Malware protection and patching of the host; the software bill of materials of the release.',
  },
  'CC7.1': {
    title: 'Changes of configuration and new weaknesses are detected',
    shows: 'The configuration at each start by digest, with the settings that changed.',
    bring: 'Scans for vulnerabilities of the host and of the release.',
  },
  'CC7.2': {
    title: 'Anomalies are monitored',
    shows: 'Refused sign-ins and refused transmissions, as entries and as events for your SIEM.',
    bring: 'Rules in your SIEM, and who watches them.',
  },
  'CC7.3': {
    title: 'Security events are evaluated',
    shows: 'Incident records with what was known when, and what was decided why.',
    bring: 'Your criteria for what counts as an incident.',
  },
  'CC7.4': {
    title: 'Incidents are responded to',
    shows: 'Pulls of the kill switch, incident records and reports of drills.',
    bring: 'Your response plan and who is on call.',
  },
  'CC7.5': {
    title: 'Recovery from incidents',
    shows: 'When the kill switch was lifted again and by whom, restored stores, and drills.',
    bring: 'Lessons taken into your own procedures.',
  },
  'CC8.1': {
    title: 'Changes are authorised, tested, approved and recorded',
    shows:
      'Every change of allowlist, scope policy, notice, legal basis, settings and configuration with author, approver and difference.',
    bring: 'How you test and approve a new release before you install it.',
  },
  'CC9.1': {
    title: 'Business disruption is mitigated',
    shows: null,
    bring: 'Continuity plan and insurance.',
  },
  'CC9.2': {
    title: 'Vendors and partners are managed',
    shows: null,
    bring:
      'Contracts and assessments of vendors; the list of sub-processors made here names them, it does not assess them.',
  },
  'A1.1': {
    title: 'Capacity is monitored',
    shows: null,
    bring: 'Monitoring of the host.',
  },
  'A1.2': {
    title: 'Environmental protection, backup and recovery infrastructure',
    shows: null,
    bring: 'Backups of the data folder and of the keys; the product makes none itself.',
  },
  'A1.3': {
    title: 'Recovery is tested',
    shows: 'Each start over a restored store, and the erasures that were done again before it served.',
    bring: 'The dates of your tests and what came of them.',
  },
  'C1.1': {
    title: 'Confidential information is identified and kept',
    shows: 'Which kinds of record are held, and who opened evidence, drafts and dossiers.',
    bring: 'Your classification of information.',
  },
  'C1.2': {
    title: 'Confidential information is disposed of',
    shows: 'Erasures, retention runs and destroyed keys with their counts.',
    bring: null,
  },
  'PI1.1': {
    title: 'Information needed for processing is defined and of quality',
    shows: 'Which articles may be used, and by when each must be looked at again.',
    bring: 'Who is responsible for the content of the articles.',
  },
  'PI1.2': {
    title: 'Inputs are complete and accurate',
    shows: 'Every sync with its counts, every confirmed removal, every signed webhook.',
    bring: null,
  },
  'PI1.3': {
    title: 'Processing is complete and accurate',
    shows: 'A decision and a verdict for each draft, summary and search, refusals included.',
    bring: null,
  },
  'PI1.4': {
    title: 'Output reaches only those meant, complete and accurate',
    shows: 'What a person inserted, sent, dismissed or took back, and how much of the draft survived.',
    bring: null,
  },
  'PI1.5': {
    title: 'Stored inputs and outputs are complete and protected',
    shows: 'The log itself: each entry is chained, signed and can be verified without this server.',
    bring: 'Backups of the store.',
  },
  'P1.1': {
    title: 'Notice of privacy practices',
    shows: 'Every version of the notice with its languages, and who activated it.',
    bring: null,
  },
  'P2.1': {
    title: 'Choice and consent',
    shows:
      'Every link issued, every consent given, refused or withdrawn, and what was deleted because of it.',
    bring: null,
  },
  'P3.1': {
    title: 'Collection is limited to the purpose',
    shows: 'The fields that the scope policy lets in, version by version.',
    bring: null,
  },
  'P3.2': {
    title: 'Explicit consent where it is needed',
    shows: 'Consent records with notice version, channel and the second look at evidence.',
    bring: null,
  },
  'P4.1': {
    title: 'Use is limited to the purpose',
    shows: 'The scope and the decision of every use.',
    bring: null,
  },
  'P4.2': {
    title: 'Retention is limited',
    shows: 'Changes of retention and every run with what it removed.',
    bring: null,
  },
  'P4.3': {
    title: 'Disposal',
    shows: 'Erasures, retention runs and destroyed keys.',
    bring: null,
  },
  'P5.1': {
    title: 'Data subjects get access',
    shows: 'Every request with its last day and when it was answered.',
    bring: null,
  },
  'P5.2': {
    title: 'Data subjects can have data corrected',
    shows: 'Requests for correction and their answers.',
    bring: 'Corrections in Zendesk itself.',
  },
  'P6.1': {
    title: 'Disclosure to third parties with consent',
    shows: 'Every transmission to a provider, each under the decision that allowed it.',
    bring: null,
  },
  'P6.2': {
    title: 'Record of authorised disclosures',
    shows: 'The same transmissions as a complete list of the period.',
    bring: null,
  },
  'P6.3': {
    title: 'Record of unauthorised disclosures',
    shows: 'Incident records, closed ones included.',
    bring: 'Breaches outside of this product.',
  },
  'P6.4': {
    title: 'Commitments of vendors',
    shows: null,
    bring: 'Data processing agreements with your providers.',
  },
  'P6.5': {
    title: 'Vendors report breaches',
    shows: null,
    bring: 'How your providers notify you, and what they notified.',
  },
  'P6.6': {
    title: 'Notification of breaches',
    shows: 'Incident records with the clock from awareness and what was sent to whom.',
    bring: 'Proof of receipt by the authority.',
  },
  'P6.7': {
    title: 'Accounting of disclosures on request',
    shows: 'Every transmission about a person, which their dossier lists.',
    bring: null,
  },
  'P7.1': {
    title: 'Personal information is accurate and relevant',
    shows: "Changes of a ticket's requester as the helpdesk reported them.",
    bring: 'Quality of the data in Zendesk.',
  },
  'P8.1': {
    title: 'Complaints and compliance are monitored',
    shows: 'Requests, their last days and answers.',
    bring: 'Complaints that reached you on other ways.',
  },
}
