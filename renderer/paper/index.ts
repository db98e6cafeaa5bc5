export { default as A4Print } from './A4Print.vue'
