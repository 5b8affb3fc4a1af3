/** The last days of open cases as a month; below it the same days as a table, for whoever does not see a grid. */
import type { RequestCaseView } from '../../domain/request-api.ts'
import { isOpen } from '../../domain/request-case.ts'
import { useConsole } from '../context.ts'
import { type DayMark, MonthGrid } from '../parts/month-grid.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { routeHash } from '../routes.ts'
import { fill, formatDay } from '../words.ts'

type What = 'due' | 'internal' | 'delivered'

interface DayLine {
  readonly day: string
  readonly what: What
  readonly request: RequestCaseView
}

export function dayLines(cases: readonly RequestCaseView[]): readonly DayLine[] {
  return cases
    .flatMap((request): readonly DayLine[] => {
      const { deliveredOn, dueOn, internalDueOn, status, pausedSince } = request
      if (deliveredOn !== null) return [{ day: deliveredOn, what: 'delivered', request }]
      if (!isOpen(status) || pausedSince !== null) return []
      return [
        { day: internalDueOn, what: 'internal', request },
        { day: dueOn, what: 'due', request },
      ]
    })
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}

export function RequestMonth(props: {
  readonly cases: readonly RequestCaseView[]
  readonly today: string
  readonly isIdle: (day: string) => boolean
}) {
  const { me, words, language } = useConsole()
  const say = words.requests
  const lines = dayLines(props.cases)
  const href = ({ caseId }: RequestCaseView) =>
    me.roles.includes('compliance') ? routeHash('requests', caseId) : routeHash('requests')
  const sentence = ({ what, request }: DayLine) =>
    fill(request.extended && what === 'due' ? say.month.extended : say.month[what], {
      number: request.caseNumber,
      kind: say.kind[request.kind],
    })
  const toneOf = ({ day, what }: DayLine): DayMark['tone'] => {
    if (what === 'delivered') return 'neutral'
    if (day < props.today) return 'danger'
    return what === 'due' ? 'warning' : 'info'
  }
  return (
    <MonthGrid
      label={say.tabCalendar}
      today={props.today}
      isIdle={props.isIdle}
      marksOf={(day) =>
        lines
          .filter((line) => line.day === day)
          .map((line) => ({
            key: `${line.request.caseId} ${line.what}`,
            tone: toneOf(line),
            text: sentence(line),
            href: href(line.request),
          }))
      }
    >
      {(month) => {
        const within = lines.filter(({ day }) => day.startsWith(month))
        return (
          <details class="g-details c-month-words">
            <summary>{say.month.asTable}</summary>
            {within.length === 0 ? (
              <p class="c-data-foot">{say.month.none}</p>
            ) : (
              <ScrollTable label={say.month.asTable}>
                <table class="g-table">
                  <thead>
                    <tr>
                      <th scope="col">{say.month.day}</th>
                      <th scope="col">{say.month.whatIs}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {within.map((line) => (
                      <tr key={`${line.request.caseId} ${line.what}`}>
                        <td class="c-nowrap">{formatDay(line.day, language)}</td>
                        <td>
                          <a class="g-link" href={href(line.request)}>
                            {sentence(line)}
                          </a>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </ScrollTable>
            )}
          </details>
        )
      }}
    </MonthGrid>
  )
}
