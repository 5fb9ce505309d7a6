!function(e){e.classList.replace("no-js","js");try{var t=localStorage.getItem("theme");t&&(e.dataset.theme=t)}catch(e){}}(document.documentElement)
