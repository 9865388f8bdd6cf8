/** The clinic's pages: src/renderer -> out/renderer, shown by Electron and by the web shell alike. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: `${import.meta.dirname}/src/renderer`,
  // Relative, since Electron serves the pages under a scheme of its own.
  base: './',
  plugins: [react()],
  build: {
    outDir: `${import.meta.dirname}/out/renderer`,
    emptyOutDir: true,
    target: ['chrome109'],
    // A strict Content-Security-Policy allows no data: URLs for scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
