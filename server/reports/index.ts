/** Tells how things go, of five people or more. Never tells of an agent, and keeps nothing about one. */
export { createReportDesk, type ReportDesk } from './desk.ts'
export { parseReportOrder, reportQuery } from './order.ts'
export { reportCsv } from './report-text.ts'
export type { ReportRooms, ReportRows } from './rooms.ts'
