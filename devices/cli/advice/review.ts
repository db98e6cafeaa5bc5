import type { Advices } from './advice.ts'

export const reviewPad = {
  'review.refused': {
    message: '评价器不接受本机的配对口令',
    remedy: '核对 terminal.yaml 和评价器上的口令是否一致',
  },
  'review.not-shown': { message: '评价器没有显示评价页', remedy: '看评价器屏幕是否正常，重新启动评价器' },
} satisfies Advices
