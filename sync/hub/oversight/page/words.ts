import type { CaseStatus, CardColour, LimitKind } from '#sync/model'
import { chinaDay } from '../../china-day.ts'

export const statusWords: Readonly<Record<CaseStatus, string>> = {
  waiting: '等待上游',
  pending: '待受理',
  accepted: '已受理',
  rejected: '不予受理',
  supplementing: '补正',
  processing: '办理中',
  suspended: '特别程序',
  completed: '办结',
  withdrawn: '撤回',
}

export const cardWords: Readonly<Record<CardColour, string>> = { red: '红牌', yellow: '黄牌' }
export const limitWords: Readonly<Record<LimitKind, string>> = {
  acceptance: '受理时限',
  completion: '办结时限',
}
export const giverWords = { clock: '定时核对', staff: '部门核对', supervisor: '主管核对' } as const

/** An instant as a hall reads it: China's day and time. */
export function when(at: Date): string {
  const time = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)
  return `${chinaDay(at.getTime())} ${time}`
}

/** How long ago, in the largest unit that says enough. */
export function ago(at: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - at.getTime()) / 60_000))
  if (minutes < 1) return '刚刚'
  if (minutes < 60) return `${String(minutes)} 分钟前`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${String(hours)} 小时前` : `${String(Math.floor(hours / 24))} 天前`
}

/** What is left of a limit, or by how much it has been passed. */
export function remaining(days: number): string {
  if (days > 0) return `还剩 ${String(days)} 个工作日`
  return days === 0 ? '今天到期' : `超期 ${String(-days)} 个工作日`
}
