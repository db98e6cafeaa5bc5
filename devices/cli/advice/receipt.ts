import type { Advices } from './advice.ts'

export const receiptPrinter = {
  'receipt.paper-out': { message: '打印机缺纸，没有打印', remedy: '装纸后再打印' },
  'receipt.paper-out-while-printing': {
    message: '打印途中纸用完了，凭条不完整',
    remedy: '装纸，有残条就收回，再打印一次',
  },
  'receipt.cover-open': { message: '打印机盖没有关，没有打印', remedy: '关好上盖后再打印' },
  'receipt.cover-open-while-printing': {
    message: '打印途中上盖打开，凭条不完整',
    remedy: '关好上盖，有残条就收回，再打印一次',
  },
  'receipt.cutter': {
    message: '切刀卡住；凭条可能不完整',
    remedy: '打开上盖清除卡纸，关盖后断电再上电；有残条就收回，再打印一次',
  },
  'receipt.overheated': {
    message: '打印头过热；凭条可能不完整',
    remedy: '等几分钟，降温后会自动恢复；有残条就收回，再打印一次',
  },
  'receipt.unrecoverable': { message: '打印机故障', remedy: '断电再上电；仍不行则送修' },
  'receipt.offline': { message: '打印机脱机', remedy: '检查打印机面板上的联机键' },
  'receipt.outcome-unknown': {
    message: '数据已发出，但不知道是否打印完',
    remedy: '看打印机出口的凭条，再决定是否重打',
  },
} satisfies Advices
