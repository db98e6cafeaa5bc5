/** What many sentences for errors end in. */
export const kept = '已填写的内容都在，没有丢。'
export const saved = '已保存的收件不受影响。'
export const sealed = '收件已在本机加密保存两份。'
export const again = '请稍等再试一次。'
export const technician = '请通知技术人员，报下面的代码。'
export const byHand = '可以先手工填写，不耽误办理。'
