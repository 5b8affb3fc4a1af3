/** What requesters were asked and said, step by step, with a column for each legal basis. */
import { FUNNEL_STEPS, type FunnelPiece } from '../../domain/consent-blocks.ts'
import { useConsole } from '../context.ts'
import { ChartCard } from '../parts/charts.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { fill, formatNumber } from '../words.ts'

export function ReportFunnel(props: {
  readonly bases: readonly FunnelPiece[] | null
  readonly fewestPeople: number
  /** Somebody was asked or answered in the period, of however few. */
  readonly someAsked: boolean
}) {
  const { words, language } = useConsole()
  const say = words.reports
  const { bases } = props
  const people = formatNumber(props.fewestPeople, language)
  return (
    <ChartCard title={say.byBasis} hint={fill(say.byBasisHint, { people })}>
      {bases === null || (bases.length === 0 && props.someAsked) ? (
        <p class="g-muted">{fill(say.fewer, { people })}</p>
      ) : bases.length === 0 ? (
        <p class="g-muted">{say.nobodyAsked}</p>
      ) : (
        <ScrollTable label={say.step}>
          <table class="g-table">
            <thead>
              <tr>
                <th scope="col">{say.step}</th>
                {bases.map(({ basis }) => (
                  <th key={basis ?? ''} scope="col" class="g-num">
                    {basis === null ? say.notApart : words.consent.basis[basis]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {FUNNEL_STEPS.map((step) => (
                <tr key={step}>
                  <th scope="row">{say.steps[step]}</th>
                  {bases.map(({ basis, counts }) => (
                    <td key={basis ?? ''} class="g-num">
                      {formatNumber(counts[step], language)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
    </ChartCard>
  )
}
