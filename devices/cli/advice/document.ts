import type { Advices } from './advice.ts'

export const documentPrinter = {
  'document.no-pdf': {
    message: '这台打印机不接受 PDF',
    remedy: '在本机装 CUPS，为它建一个打印队列，transport 改为 ipp://localhost:631/printers/队列名',
  },
  'document.no-a4': { message: '打印机没有 A4 纸可选', remedy: '在打印机面板上把纸盒设为 A4' },
  'document.not-accepting': {
    message: '打印机（或打印队列）暂停接收',
    remedy: '在打印机面板或 CUPS 管理页面恢复接收',
  },
  'document.access-denied': { message: '打印机不允许这台终端打印', remedy: '请网管放行这台终端的地址' },
  'document.refused': { message: '打印机拒绝了这份文件', remedy: '看技术信息，核对驱动和纸张设置' },
  'document.aborted': { message: '打印机中途放弃，纸张可能不完整', remedy: '收回已出的纸，重新打印' },
  'document.cancelled-at-printer': {
    message: '有人在打印机上取消了，纸张可能不完整',
    remedy: '收回已出的纸，需要时重新打印',
  },
  'document.held-up-too-long': {
    message: '打印机一直没有恢复，已撤回这份文件',
    remedy: '按打印机的提示处理好，再重新打印',
  },
  'document.outcome-unknown': {
    message: '文件已发出，但不知道是否打完',
    remedy: '看打印机出口的纸，再决定是否重打',
  },
} satisfies Advices
