/** Reports for the console, and the same as a file. */
import { parseReportOrder, type ReportDesk, reportCsv, reportQuery } from '../reports/index.ts'
import { reportView } from './answers/report.ts'
import { bare, fileOf, type Route } from './route.ts'

const STAFF = ['admin', 'compliance'] as const

export function reportRoutes(reports: ReportDesk): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/reports',
        access: STAFF,
        summary: 'Read how things went over a week, a month, a quarter or whole weeks of your choice.',
        query: reportQuery,
        answers: { 200: reportView },
        scope: 'reports:read',
      },
      async ({ agent, query }) => {
        const { span, filter } = parseReportOrder(query, reports.today())
        return { status: 200, body: await reports.read(agent.accountId, span, filter) }
      },
    ),
    bare(
      {
        method: 'get',
        path: '/console/reports/table',
        access: STAFF,
        summary: 'Take a report as a table for a spreadsheet.',
        query: reportQuery,
        answers: { 200: fileOf('text/csv') },
        scope: 'reports:read',
      },
      async ({ agent, query, response }) => {
        const { span, filter } = parseReportOrder(query, reports.today())
        const table = reportCsv(await reports.read(agent.accountId, span, filter))
        const name = `report-${span.from}-${span.to}.csv`
        response.status(200).type('text/csv; charset=utf-8').attachment(name).send(table)
        return 'handled'
      },
    ),
  ]
}
