/** Keys and reading aids. */
export const access = {
  shortcuts: '快捷键',
  lead: '在这个页面上可以直接按这些键。',
  group: { page: '这个页面', global: '任何页面' },
  /** What a key means everywhere it is used, unless its screen says otherwise. */
  keys: {
    F1: '显示快捷键',
    '?': '显示快捷键',
    F2: '读身份证',
    F4: '扫描材料',
    F6: '签名',
    F7: '打印',
    F8: '下一步',
    'Shift+F8': '上一步',
    F9: '大字 / 标准字号',
    'Ctrl+K': '搜事项',
    'Alt+H': '高对比度',
    'Alt+C': '用摄像头扫码',
    'Alt+D': '设备',
    'Ctrl+Enter': '提交',
    Escape: '关闭、取消',
    Tab: '下一个可操作的地方',
    Enter: '确定、打开',
  },
} as const
