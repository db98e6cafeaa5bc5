import type { SimulatorPanel } from '../control/panel.ts'

/** The A4 打印机 by hand. */
export const a4PrinterPanel: SimulatorPanel = {
  title: 'A4 打印机',
  controls: [
    { label: '纸用完', command: 'fault', args: { fault: 'media-empty' }, tone: 'fault' },
    { label: '再打一张纸就用完', command: 'paper-out-after', args: { sheets: 1 }, tone: 'fault' },
    { label: '纸快用完', command: 'fault', args: { fault: 'media-low-warning' }, tone: 'fault' },
    { label: '卡纸', command: 'fault', args: { fault: 'media-jam' }, tone: 'fault' },
    { label: '打开前盖', command: 'fault', args: { fault: 'cover-open' }, tone: 'fault' },
    { label: '墨粉快用完', command: 'fault', args: { fault: 'toner-low-report' }, tone: 'fault' },
    { label: '墨粉用完', command: 'fault', args: { fault: 'toner-empty' }, tone: 'fault' },
    { label: '出纸口满', command: 'fault', args: { fault: 'output-area-full' }, tone: 'fault' },
    { label: '按面板上的暂停', command: 'pause', tone: 'fault' },
    { label: '按面板上的取消', command: 'cancel-current', tone: 'fault' },
    { label: '装纸、合盖、恢复正常', command: 'restore', tone: 'mend' },
    { label: '拔掉网线', command: 'unplug', tone: 'fault' },
    { label: '插上网线', command: 'plug', tone: 'mend' },
  ],
}
