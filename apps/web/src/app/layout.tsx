import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { NoticeBoard } from '../page/notice.tsx'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Trifold', template: '%s · Trifold' },
  description:
    'A shop that says why: each recommendation is taken apart into what the picture, the words and other shoppers say.',
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#e3e9ec' },
    { media: '(prefers-color-scheme: dark)', color: '#0c1114' },
  ],
}

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <a href="#content" className="button button-solid absolute -top-20 left-2 z-50 focus:top-2">
          Skip to the content
        </a>
        <NoticeBoard>{children}</NoticeBoard>
      </body>
    </html>
  )
}
