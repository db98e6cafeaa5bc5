import type { SimulatorPanel } from '../control/panel.ts'

/** The 扫码器 by hand: what people of a hall hold before it. */
export function codeScannerPanel(): SimulatorPanel {
  return {
    title: '扫码器',
    shows: [{ field: 'shining', words: { true: '灯亮着，等人扫码', false: '灯灭着' } }],
    controls: [
      {
        label: '扫一个码',
        command: 'scan',
        choices: [
          { label: '新生儿出生的告知单', args: { text: 'YCN1:BIRTH;PARENTS=MARRIED;SETTLE=MOTHER' } },
          { label: '一段文字（UTF-8）', args: { text: '芙蓉区晓园路 8 号' } },
          { label: '一段文字（GBK）', args: { text: '芙蓉区晓园路 8 号', encoding: 'gb18030' } },
          { label: '来路不明的网址', args: { text: 'https://example.invalid/free-gift?x=<script>' } },
        ],
      },
      {
        label: '下一个码分段慢慢来',
        command: 'split-next',
        args: { pieceBytes: 3, gapMs: 20 },
        tone: 'fault',
      },
      { label: '下一个码收到一半', command: 'break-off-next', args: { afterBytes: 5 }, tone: 'fault' },
      { label: '发一串乱码', command: 'send-bytes', args: { hex: 'ff00fe8081820d' }, tone: 'fault' },
      { label: '拔掉数据线', command: 'unplug', tone: 'fault' },
      { label: '插上数据线', command: 'plug', tone: 'mend' },
    ],
  }
}
