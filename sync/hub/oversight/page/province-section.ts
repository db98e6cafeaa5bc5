import type { ProvinceProblem, RefusedReport, ReportKind } from '#sync/api'
import { html, type Html } from './html.ts'
import type { Hall } from './read-hall.ts'
import { count, instant, section, table } from './sections.ts'
import { ago } from './words.ts'

const kindWords: Readonly<Record<ReportKind, string>> = {
  received: '收件',
  accepted: '受理',
  'not-accepted': '不予受理',
  proceeding: '办理',
  suspended: '特别程序',
  'supplement-asked': '补正告知',
  'supplement-received': '补正受理',
  completed: '办结',
  withdrawn: '撤回',
  'handed-over': '送达、领取',
  reviewed: '评价',
}

const problemWords: Readonly<Record<ProvinceProblem, string>> = {
  unreachable: '连不上',
  timeout: '没有按时回答',
  'not-http': '回答不是约定的格式',
  redirected: '被引到别的地址',
  'cut-off': '回答中断',
  'too-large': '回答过长',
  certificate: '证书不可信',
  failed: '对方出错',
  busy: '对方繁忙',
  'not-understood': '回答看不懂',
  'not-authorised': '不认本系统的凭证',
  refused: '对方退回',
  incomplete: '缺少必填项',
  'number-changed': '对方改了办件的编号',
}

function refusedRow(one: RefusedReport, now: Date): Html {
  return html`<tr>
    <th scope="row">${problemWords[one.problem]}</th>
    <td>${one.reason ?? '—'}</td>
    <td>${kindWords[one.kind]}</td>
    <td class="number">${one.caseNumber}</td>
    <td class="number">${one.receiptNumber}</td>
    <td class="count">${String(one.holdsUp)}</td>
    <td>${instant(new Date(one.refusedAt), now)}</td>
  </tr>`
}

/** 省级平台: what was not taken there, and how the connection stands. */
export function provinceSection({ province, now }: Hall): Html {
  const { failingSince, lastProblem, waiting, held, taken, refused, stuck, oldestWaiting } = province
  const line =
    failingSince === null
      ? '连接正常。'
      : `${ago(new Date(failingSince), now)}起连不通：${lastProblem === null ? '原因不明' : problemWords[lastProblem]}。系统会自己再试。`
  const oldest = oldestWaiting === null ? '' : `，最早的是${ago(new Date(oldestWaiting), now)}`
  const long = stuck === 0 ? '' : `有 ${String(stuck)} 件收件的上报连续失败超过一小时。`
  const heads = ['原因', '代码或缺项', '环节', '办件编号', '收件号', count('后面等着'), '退回']
  const rows = province.refusedReports.map((one) => refusedRow(one, now))
  return section(
    'province',
    '省级平台上报',
    table('province-table', '被退回的上报，最近的在前', heads, rows),
    `${line}已上报 ${String(taken)} 条，待上报 ${String(waiting)} 条（其中 ${String(held)} 条等退回的先解决）${oldest}；被退回 ${String(refused)} 条。${long}`,
  )
}
