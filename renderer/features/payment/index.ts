export { default as PaymentView } from './PaymentView.vue'
