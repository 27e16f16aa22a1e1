/** Common names from many places, combined at random. */
const FIRST_NAMES = `Ada Adaeze Aiko Alba Amara Amir Ana Anders Anya Arjun Asha Astrid Aylin Beatriz Björn Bo Carla
  Chen Chidi Clara Daniel Dara Diego Elif Emeka Emil Emma Eva Farid Fatima Femi Freya Gabriel Giulia Hana Hannah
  Hugo Ida Ines Ingrid Isak Ivan Jana Javier Jin Jonas Julia Kai Kenji Kofi Lara Laura Leila Lena Leo Lin Lucas
  Lucia Magnus Maja Mara Marco Maria Mateo Maya Mei Mila Mina Miriam Nadia Naomi Nia Nils Nina Noah Noor Nora Olga
  Omar Oskar Paolo Paula Pedro Petra Priya Rafael Rania Ravi Rosa Ruth Sami Sana Sara Selma Sofia Sven Tara Tariq
  Tess Theo Thomas Tomas Uma Vera Viktor Wei Yara Yuki Yusuf Zara Zoe`.split(/\s+/)

const LAST_NAMES = `Abara Adams Ahmed Akande Almeida Andersen Bakker Banerjee Barros Becker Bergström Bianchi Brandt
  Castro Chan Chaudhry Chen Costa Danso Das Demir Diallo Dubois Eriksen Evans Farah Fernandes Ferrari Fischer Fujita
  Garcia Gupta Haddad Hansen Hassan Hoffmann Horvat Ito Ivanova Jansen Jensen Johansson Kaya Keller Khan Kim Kimura
  Kovacs Kowalski Kumar Larsen Laurent Lee Lindqvist Lopez Maier Mancini Martin Mbeki Mehta Mendes Mensah Moreau
  Morales Müller Nakamura Ndiaye Nguyen Novak Nowak Okafor Olsen Ortiz Osei Park Patel Pereira Petrov Popescu Quist
  Rao Reyes Ricci Rossi Santos Sato Schmidt Sharma Silva Singh Sokolov Suzuki Svensson Tanaka Torres Tran Usman
  Vargas Vogel Wagner Wang Weber Wong Yilmaz Zhang`.split(/\s+/)

/** "Mara Lindqvist" */
export function drawName(random: () => number): string {
  const pick = (names: readonly string[]) => names[Math.floor(random() * names.length)]
  return `${pick(FIRST_NAMES)} ${pick(LAST_NAMES)}`
}
