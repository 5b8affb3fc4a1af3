/** The one way in which the page's form is taken: a yes only to a notice that says what the configuration does. */
import { Fault } from '../../src/domain/fault.ts'
import { answerConsentLink, type LinkAnswer, type LinkRows, openFromForm } from './consent-links.ts'
import { keepNotice, type NoticeRooms } from './notice-keeping.ts'

/**
 * `renewed`: the notice had become untrue while it was read. A new one is in force from this transaction on, and
 * nothing was recorded: whoever agrees must have been shown it. A no is taken under any notice.
 * @throws Fault `NOTICE_OUTDATED` for a yes while a notice that people wrote no longer says what is done; what
 *   `answerConsentLink` throws.
 */
export async function takeLinkAnswer<Rows extends LinkRows>(
  rooms: NoticeRooms<Rows>,
  tx: Rows,
  token: string,
  answer: LinkAnswer,
): Promise<'taken' | 'renewed'> {
  const { link } = await openFromForm(rooms, tx, token, answer)
  if (answer.choice === 'grant' || answer.choice === 'defer') {
    const { renewed, standing, changed } = await keepNotice(rooms, tx, link.accountId)
    if (renewed) return 'renewed'
    if (standing === 'outdated' && answer.choice === 'grant')
      throw new Fault(
        'NOTICE_OUTDATED',
        'the active notice no longer says what the configuration does',
        undefined,
        {
          invalid: changed,
        },
      )
  }
  await answerConsentLink(rooms, tx, token, answer)
  return 'taken'
}
