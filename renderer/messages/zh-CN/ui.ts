/** Words of the base components. */
export const ui = {
  required: '必填',
  optional: '选填',
  close: '关闭',
  toasts: '提示消息',
  technicianCode: '技术代码：{code}',
  combobox: { none: '没有匹配的选项', toggle: '展开选项' },
  due: {
    none: '没有写明期限',
    overdue: '已过期限（{date}）',
    today: '今天是最后一天',
    soon: '{date}前',
    later: '{date}前',
  },
  step: { todo: '未完成', done: '已完成', problem: '还有内容要处理', locked: '暂时不能打开' },
  secondPerson: {
    operator: '第二个人的工号',
    hint: '不能是正在登录的人。',
    password: '第二个人的口令',
    cancel: '先不做',
  },
} as const
