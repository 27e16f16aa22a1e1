import type { ReactNode } from 'react'

/** Three panels of folded paper, slanted at the folds on a wide screen. For the shopper header and the product page. */
export function FoldedSheet({ as: Tag = 'div', children }: { as?: 'div' | 'article'; children: ReactNode }) {
  return <Tag className="sheet sheet-folded">{children}</Tag>
}

interface FoldedPanelProps {
  as?: 'div' | 'figure'
  className?: string
  children: ReactNode
}

/**
 * One panel of a folded sheet. The paper is an element of its own: its slanted outline cuts neither menus nor focus
 * rings, and contrast checkers can read its colour, which they cannot for a pseudo-element.
 */
export function FoldedPanel({ as: Tag = 'div', className = '', children }: FoldedPanelProps) {
  return (
    <Tag className={`panel ${className}`}>
      <span aria-hidden="true" className="panel-paper" />
      {children}
    </Tag>
  )
}
