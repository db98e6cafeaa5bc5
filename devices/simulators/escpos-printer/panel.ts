import type { SimulatorPanel } from '../control/panel.ts'

/** The 凭条打印机 by hand. */
export const printerPanel: SimulatorPanel = {
  title: '凭条打印机',
  shows: [
    { field: 'paper', words: { ok: '纸够用', 'near-end': '纸快用完', out: '没有纸' } },
    { field: 'coverOpen', words: { true: '上盖打开', false: '上盖合上' } },
    { field: 'cutter', words: { 'jams-at-next-cut': '下次切纸会卡', jammed: '切刀卡住' } },
    { field: 'overheated', words: { true: '打印头过热' } },
  ],
  controls: [
    { label: '纸快用完', command: 'paper-near-end', tone: 'fault' },
    { label: '纸用完', command: 'paper-out', tone: 'fault' },
    { label: '再打十行纸就用完', command: 'paper-out-after', args: { lines: 10 }, tone: 'fault' },
    { label: '打开上盖', command: 'cover-open', tone: 'fault' },
    { label: '切刀卡住', command: 'cutter-error', tone: 'fault' },
    { label: '打印头过热', command: 'overheat', tone: 'fault' },
    { label: '装纸、合盖、恢复正常', command: 'restore', tone: 'mend' },
    { label: '拔掉网线', command: 'unplug', tone: 'fault' },
    { label: '插上网线', command: 'plug', tone: 'mend' },
  ],
}
