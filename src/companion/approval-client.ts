/** The console's questions about changes that wait for a second person. */
import type { FourEyesMode } from '../domain/change.ts'
import type { ChangeView, DecisionOrder, FourEyesView, SaveOutcome } from '../domain/change-api.ts'
import { changeView, changeViews, fourEyesView, saved } from './approval-answers.ts'
import type { Line } from './session.ts'

export interface ApprovalClient {
  /** Newest first. */
  changes(): Promise<readonly ChangeView[]>
  /** @throws Fault `SECOND_PERSON_NEEDED`, `CHANGE_STALE` or `CHANGE_CLOSED`. */
  decide(changeId: string, order: DecisionOrder): Promise<ChangeView>
  fourEyes(): Promise<FourEyesView>
  saveFourEyes(version: number, mode: FourEyesMode): Promise<SaveOutcome<FourEyesView>>
}

export function approvalClient(line: Line): ApprovalClient {
  return {
    changes: () => line.ask(changeViews, 'GET', '/console/changes'),
    decide: (changeId, order) =>
      line.ask(changeView, 'POST', `/console/changes/${encodeURIComponent(changeId)}/decisions`, order),
    fourEyes: () => line.ask(fourEyesView, 'GET', '/console/four-eyes'),
    saveFourEyes: (version, mode) =>
      line.ask(saved(fourEyesView), 'PUT', '/console/four-eyes', { version, mode }),
  }
}
